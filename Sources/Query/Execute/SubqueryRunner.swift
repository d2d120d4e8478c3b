internal import Graph
final class SubqueryRunner {}
extension Evaluator { 
  func subquery(_ subquery: BoundSubquery, _ batch: Batch, _ row: Int) throws(QueryError) -> Value { .null }
}
