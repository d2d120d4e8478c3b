internal import Graph
internal import Text
func temporalComponent(_ value: Value, _ key: UTF8String) -> Value? { nil }
func pointComponent(_ value: Value, _ key: UTF8String) -> Value? { nil }
