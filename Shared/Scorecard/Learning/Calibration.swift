import Glibc

/// Corrects probabilities that have proved too bold or too timid: logit p becomes a + b · logit p (Platt 1999), fitted
/// on what was foretold and how it came out, held to (0, 1). It is tried beside what is served and serves only while it
/// has helped: under drift it comes too late as often as not.
struct Calibration: Hashable, Sendable {
    var shift = 0.0
    var stretch = 1.0
    /// What the correction has spared in log-loss, older outcomes counting less.
    var gain = 0.0
    /// The latest outcomes, oldest overwritten first.
    var served: [Served] = []
    var next = 0
    var sinceFit = 0

    struct Served: Hashable, Sendable {
        var z: Double
        var isWon: Bool
    }

    /// Outcomes that are looked at, fewest of them, and how many come between two fits.
    private static let (window, least, interval) = (4_000, 200, 100)
    /// What is left of the gain after each outcome.
    private static let memory = 0.999
    /// Log-loss that must have been spared before a correction serves: three standard errors of a chance gain.
    private static let proof = 3.0
    /// How strongly (shift, stretch) is held to (0, 1).
    private static let strength = 10.0

    /// The correction that is being tried.
    func tried(_ z: Double) -> Double { shift + stretch * z }

    /// The factor and the addend in force.
    var inForce: (stretch: Double, shift: Double) { gain > Self.proof ? (stretch, shift) : (1, 0) }

    /// - Parameters:
    ///   - z: the logit before any correction, as it was when the lead was judged
    ///   - tried: what the correction of that time made of it
    mutating func learn(_ z: Double, _ tried: Double, isWon: Bool) {
        gain = Self.memory * gain + Self.loss(z, isWon) - Self.loss(tried, isWon)
        if served.count < Self.window {
            served.append(Served(z: z, isWon: isWon))
        } else {
            served[next] = Served(z: z, isWon: isWon)
            next = (next + 1) % Self.window
        }
        sinceFit += 1
        guard served.count >= Self.least, sinceFit >= Self.interval else { return }
        sinceFit = 0
        fit()
    }

    /// Newton's method on two parameters.
    private mutating func fit() {
        var (a, b) = (0.0, 1.0)
        for _ in 0..<8 {
            var (ga, gb) = (Self.strength * a, Self.strength * (b - 1))
            var (haa, hab, hbb) = (Self.strength, 0.0, Self.strength)
            for one in served {
                let p = logistic(a + b * one.z)
                let (error, information) = (p - (one.isWon ? 1 : 0), p * (1 - p))
                ga += error
                gb += error * one.z
                haa += information
                hab += information * one.z
                hbb += information * one.z * one.z
            }
            let determinant = haa * hbb - hab * hab
            guard determinant > 1e-9 else { break }
            let (stepA, stepB) = ((hbb * ga - hab * gb) / determinant, (haa * gb - hab * ga) / determinant)
            a -= stepA
            b -= stepB
            if abs(stepA) + abs(stepB) < 1e-8 { break }
        }
        let isBetter = a.isFinite && b > 0.05 && loss(a, b) < loss(0, 1)
        (shift, stretch) = isBetter ? (a, b) : (0, 1)
    }

    private func loss(_ a: Double, _ b: Double) -> Double {
        served.reduce(0) { $0 + Self.loss(a + b * $1.z, $1.isWon) }
    }

    private static func loss(_ z: Double, _ isWon: Bool) -> Double {
        log1p(exp(-abs(z))) + max(z, 0) - (isWon ? z : 0)
    }
}
