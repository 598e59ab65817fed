/// Which registered company a list means: decided, left to a person, or not found.
public struct Identification: Sendable, Equatable {
    public enum Verdict: String, Sendable, Equatable, Codable {
        /// Taken without a person: right 99 times in 100 at least (`IdentificationTests` measures it).
        case certain
        /// A person chooses among ``candidates``.
        case doubtful
        case none
    }

    public struct Candidate: Sendable, Equatable {
        public var company: RegisteredCompany
        /// 0 to 100
        public var score: Int
        public var reasons: [IdentificationReason]
    }

    public var verdict: Verdict
    /// Best first, five at most; where certain, the first is the one.
    public var candidates: [Candidate]

    public static let candidatesMax = 5

    /// Nobody was found.
    public static let nobody = Identification(verdict: .none, candidates: [])
    /// Of more candidates only the first are held against the question.
    public static let candidatesRead = 400
}

extension Identification {
    /// Decides. Pure: the same question and candidates give the same answer in any order of candidates.
    ///
    /// Certain is only what is the same name in the same place, or so seldom a name that the place may have changed
    /// within its département, clearly ahead of every other, and contradicted by nothing.
    ///
    /// - Parameters:
    ///   - candidates: what the registers offered; several entries of one SIREN count as one company.
    ///   - isComplete: false where more companies of that name may exist than were offered.
    public static func decide(
        _ sought: SoughtCompany,
        among candidates: [RegisteredCompany],
        isComplete: Bool
    ) -> Identification {
        let names = names(sought)
        let assessed = merged(candidates).compactMap { Assessment(sought, names, $0) }
            .sorted { ($0.score, $1.company.siren) > ($1.score, $0.company.siren) }
        let shown = assessed.filter(\.company.isDiffusible)
        guard let best = assessed.first, !shown.isEmpty else { return Identification(verdict: .none, candidates: []) }
        let rivals = assessed.dropFirst()
        let isStrong = isStrong(best, rivals, isComplete)
        let isAlone = isAhead(best, of: rivals)
        let isCertain = isStrong && isAlone && !best.isContradicted
        // A faint likeness far away helps nobody to choose.
        let worth = shown.filter { isCertain || $0.score >= 45 }
        guard !worth.isEmpty else { return Identification(verdict: .none, candidates: []) }
        let listed = worth.prefix(candidatesMax).enumerated().map { index, one in
            var reasons = one.reasons
            if index == 0, !isCertain, !isAlone { reasons.append(.homonym) }
            if index == 0, !isCertain, one.name.kind == .same, one.name.distinctive < Self.plain {
                reasons.append(.commonName)
            }
            return Candidate(company: one.company, score: max(0, min(100, Int(one.score.rounded()))), reasons: reasons)
        }
        return Identification(verdict: isCertain ? .certain : .doubtful, candidates: Array(listed))
    }

    /// Distinctive weight from which a name stands for one company in a town.
    private static let plain = 0.75
    /// From which it stands for one in its département, or wherever it is.
    private static let rare = 1.0
    /// The same where a word agrees but for a slip.
    private static let slipped = 1.5
    private static let margin = 8.0

    private static func isStrong(_ best: Assessment, _ rivals: ArraySlice<Assessment>, _ isComplete: Bool) -> Bool {
        let worth = best.name.distinctive
        let isBacked = best.isSameActivity || best.isNamedBySite
        switch (best.name.kind, best.place) {
        case (.same, .postcode), (.same, .town): return worth >= plain || (worth >= 0.4 && isBacked)
        case (.close, .postcode), (.close, .town):
            // One invented word with a slip may be another invented word.
            let needed = best.name.hasSlips ? slipped : rare
            return worth >= needed || (worth >= (best.name.hasSlips ? rare : plain) && isBacked)
        case (.same, .departement):
            return worth >= rare && isComplete && rivals.allSatisfy { $0.name.kind < .close || $0.company.isCeased }
        case (.same, .unknown):
            return worth >= 1.6 && isComplete && rivals.allSatisfy { $0.name.kind < .close }
        default: return false
        }
    }

    /// Whether no other company fits about as well.
    private static func isAhead(_ best: Assessment, of rivals: ArraySlice<Assessment>) -> Bool {
        rivals.allSatisfy { best.score - $0.score >= margin }
    }

    private static func names(_ sought: SoughtCompany) -> [CompanyName] {
        var names: [CompanyName] = []
        for text in [sought.name, sought.tradeName].compactMap(\.self) {
            for variant in CompanyName.variants(of: text) where !names.contains(variant) { names.append(variant) }
        }
        return Array(names.prefix(8))
    }

    private static func merged(_ candidates: [RegisteredCompany]) -> [RegisteredCompany] {
        var bySIREN: [String: RegisteredCompany] = [:]
        for candidate in candidates.prefix(candidatesRead) {
            bySIREN[candidate.siren] = bySIREN[candidate.siren]?.merged(with: candidate) ?? candidate
        }
        return bySIREN.values.sorted { $0.siren < $1.siren }
    }
}
