import FrenchBusiness

/// What a legal sentence says of insolvency, without the people whom it names (liquidators, judges, debtors).
///
/// The words of a sentence, written out and read again, are the same words: this is what is kept of it.
struct TellingWords: Sendable, Equatable {
    enum Word: String, Sendable, CaseIterable {
        case liquidation = "liquidation judiciaire"
        case receivership = "redressement judiciaire"
        case safeguard = "sauvegarde"
        case intoLiquidation = "en liquidation judiciaire"
        case intoReceivership = "en redressement judiciaire"
        case opening = "ouvr"
        case pronouncing = "prononc"
        case closing = "clotur"
        /// Says it after having named the proceeding.
        case wasClosed = "a ete clotur"
        case ending = "mettant fin"
        case ends = "met fin"
        case ended = "mis fin"
        case overturning = "infirm"
        case retracting = "retract"
        case resolution = "resolution du plan"
        /// The company sold: neither the end nor another proceeding.
        case sale = "plan de cession"
        case plan = "plan de"
        case continuation = "continuation de l'activite"
        /// `plan de sauvegarde` is a plan, and no safeguard that goes on.
        case safeguardPlan = "plan de sauvegarde"
        case receivershipPlan = "plan de redressement judiciaire"
    }

    let words: [Word]

    /// The longest phrase at each place, from left to right.
    init(_ text: String) {
        let folded = Array(Mojibake.repaired(String(text.prefix(2000))).frenchFolded.utf8)
        var words: [Word] = []
        var position = 0
        while position < folded.count, words.count < 50 {
            guard let word = Self.longestFirst.first(where: { folded[position...].starts(with: $0.phrase) }) else {
                position += 1
                continue
            }
            words.append(word.word)
            position += word.phrase.count
        }
        self.words = words
    }

    var text: String { words.map(\.rawValue).joined(separator: " ") }

    private static let longestFirst: [(word: Word, phrase: [UInt8])] = Word.allCases
        .map { ($0, Array($0.rawValue.utf8)) }
        .sorted { $0.phrase.count > $1.phrase.count }

    /// What a judgment in these words does.
    var nature: NoticeNature {
        if words.contains(.wasClosed) { return .ended }
        let verbs: Set<Word> = [.opening, .pronouncing, .sale, .continuation]
        guard let start = words.firstIndex(where: { !verbs.contains($0) }) else { return .none }
        switch words[start] {
        case .closing, .overturning, .retracting: return .ended
        case .ending, .ends, .ended, .plan, .safeguardPlan, .receivershipPlan: return opened(after: start) ?? .ended
        default: return proceeding(in: words[start...]) ?? .none
        }
    }

    /// What is opened after a proceeding or its plan was ended in the same judgment.
    private func opened(after start: Int) -> NoticeNature? {
        guard let verb = words[start...].firstIndex(where: { $0 == .opening || $0 == .pronouncing }) else { return nil }
        return proceeding(in: words[verb...])
    }

    /// Into what was converted, else the first that is named.
    private func proceeding(in words: ArraySlice<Word>) -> NoticeNature? {
        if words.contains(.intoLiquidation) { return .liquidation }
        if words.contains(.intoReceivership) { return .receivership }
        for word in words {
            switch word {
            case .liquidation: return .liquidation
            case .receivership: return .receivership
            case .safeguard: return .safeguard
            default: continue
            }
        }
        return nil
    }
}
