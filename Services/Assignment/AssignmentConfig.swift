import ServiceKit

/// What assignment is told from outside, beyond what every service is.
struct AssignmentConfig: Sendable {
    /// By how much a critical lead may exceed a colleague's daily capacity, percent.
    let criticalOverflowPercent: Int
    /// Between two draws from the pool, seconds.
    let drawSeconds: Int

    /// - Throws: ``SettingsError`` for a number out of its range.
    init(_ settings: Settings) throws {
        criticalOverflowPercent = try settings.integer(
            "FILON_ASSIGNMENT_CRITICAL_OVERFLOW",
            default: 20,
            in: 0...200,
            "by how many percent critical leads may exceed a colleague's daily capacity"
        )
        drawSeconds = try settings.integer(
            "FILON_ASSIGNMENT_DRAW_SECONDS",
            default: 30,
            in: 1...3600,
            "seconds between two draws from the pool"
        )
    }
}
