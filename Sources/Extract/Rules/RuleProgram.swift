// The compiled rules of a domain.

/// The compiled rules of a domain.
struct RuleProgram: Sendable {}
