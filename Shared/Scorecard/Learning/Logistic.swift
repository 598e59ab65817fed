import Glibc

/// 1 / (1 + e^-z), without overflow.
func logistic(_ z: Double) -> Double {
    if z >= 0 { return 1 / (1 + exp(-z)) }
    let power = exp(z)
    return power / (1 + power)
}

/// ln(p / (1 - p)).
func logit(_ p: Double) -> Double { log(p / (1 - p)) }

/// How far a logit's own uncertainty pulls it to zero when the probability is averaged over it (MacKay 1992).
func moderation(_ variance: Double) -> Double { 1 / (1 + .pi / 8 * variance).squareRoot() }
