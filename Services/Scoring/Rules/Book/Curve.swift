/// How a number turns into a value of 0 to 1000, as data: whole numbers in, whole numbers out, so that every machine
/// gives the same.
///
/// Before the first point the first value holds, after the last one the last.
struct Curve: Codable, Hashable, Sendable {
    enum Shape: String, Codable, Sendable {
        /// Straight between two points; fractions are cut off downwards.
        case linear
        /// The value of the point at or before.
        case steps
    }

    var shape: Shape
    /// `[x, value]`, ordered by x.
    var points: [[Int]]

    init(_ shape: Shape = .linear, _ points: [[Int]]) {
        self.shape = shape
        self.points = points
    }

    func value(at x: Int) -> Int {
        guard let first = points.first, let last = points.last, first.count == 2 else { return 0 }
        if x <= first[0] { return first[1] }
        if x >= last[0] { return last[1] }
        guard let next = points.firstIndex(where: { $0[0] > x }) else { return last[1] }
        let (left, right) = (points[next - 1], points[next])
        guard shape == .linear else { return left[1] }
        let rise = (right[1] - left[1]) * (x - left[0])
        let run = right[0] - left[0]
        return left[1] + (rise < 0 ? -((-rise + run - 1) / run) : rise / run)
    }
}

/// What fades by half in a given time, in whole numbers: halves exactly at every half-life, straight in between.
enum Fading {
    static let whole = 1_000_000

    /// Millionths that are left after `age`; all of it before.
    static func left(after age: Int, halfLife: Int) -> Int {
        guard age > 0, halfLife > 0 else { return whole }
        let (halvings, rest) = age.quotientAndRemainder(dividingBy: halfLife)
        guard halvings < 20 else { return 0 }
        let start = whole >> halvings
        return start - start * rest / (2 * halfLife)
    }
}
