// The passes that improve a plan, in order. Each looks at several steps together and replaces them
// by steps that give the same rows, or rows with weights where only their number matters.

internal import Graph

/// Improves the plan of a query, and of the queries inside of it.
func optimized(_ plan: QueryPlan) -> QueryPlan {
  plan
}
