internal import Graph
final class CallProcedure: Operator {
  init(_ call: BoundCall, _ place: OperatorPlace, next: Operator) { super.init(place, next: next) }
}
final class LoadCSV: Operator {
  init(_ load: BoundLoadCSV, _ place: OperatorPlace, next: Operator) {
    super.init(place, next: next)
  }
}
final class Create: Operator {
  init(_ creation: BoundCreation, _ place: OperatorPlace, next: Operator) {
    super.init(place, next: next)
  }
}
final class Merge: Operator {
  init(_ plan: MergePlan, _ place: OperatorPlace, next: Operator) { super.init(place, next: next) }
}
final class SetProperties: Operator {
  init(_ items: [BoundSetItem], _ place: OperatorPlace, next: Operator) {
    super.init(place, next: next)
  }
}
final class RemoveProperties: Operator {
  init(_ items: [BoundRemoveItem], _ place: OperatorPlace, next: Operator) {
    super.init(place, next: next)
  }
}
final class Delete: Operator {
  init(_ subjects: [BoundExpression], isDetaching: Bool, _ place: OperatorPlace, next: Operator) {
    super.init(place, next: next)
  }
}
final class ForEach: Operator {
  init(
    _ slot: Slot, _ list: BoundExpression, _ pipeline: Pipeline, _ place: OperatorPlace,
    next: Operator
  ) { super.init(place, next: next) }
}
