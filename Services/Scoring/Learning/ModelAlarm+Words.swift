import Scorecard

extension ModelAlarm {
    var words: Wording {
        switch self {
        case .worseThanRate:
            Wording(
                "Les chances apprises ne valent pas mieux que le taux de réussite seul",
                "What was learnt foretells no better than the rate of wins alone"
            )
        case .miscalibrated:
            Wording(
                "Les chances apprises sont mal calibrées",
                "The learnt probabilities are off by more than chance makes"
            )
        case .drifting:
            Wording(
                "Les dernières affaires sont moins bien prédites que les précédentes",
                "The latest deals are foretold worse than the ones before"
            )
        case .refusedRepeatedly:
            Wording(
                "Les nouveaux modèles sont refusés l’un après l’autre",
                "One new model after the other is refused"
            )
        }
    }

    /// With the figures that show it.
    func found(_ card: ModelCard) -> Wording {
        let words = words
        func compared(_ value: Double?, _ other: Double?, _ outcomes: Int?) -> Wording {
            guard let value, let other, let outcomes else { return words }
            let (first, second) = (Self.thousandths(value), Self.thousandths(other))
            let (french, english) = ([first, second].map { $0.replacing(".", with: ",") }, [first, second])
            return Wording(
                "\(words.french) (\(french[0]) contre \(french[1]), \(outcomes) affaires)",
                "\(words.english) (\(english[0]) against \(english[1]), \(outcomes) deals)"
            )
        }
        return switch self {
        case .worseThanRate: compared(card.quality?.logloss, card.rateOnly, card.quality?.n)
        case .miscalibrated: compared(card.quality?.ece10, card.floor, card.quality?.n)
        case .drifting: compared(card.drift?.recentLogloss, card.drift?.earlierLogloss, card.drift?.recent)
        case .refusedRepeatedly:
            compared(card.contest.challenger, card.contest.champion, card.contest.outcomes)
        }
    }

    /// « 0.602 ».
    private static func thousandths(_ value: Double) -> String {
        let whole = Int((min(max(value, 0), 1_000) * 1_000).rounded())
        let rest = String(whole % 1_000)
        return "\(whole / 1_000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
