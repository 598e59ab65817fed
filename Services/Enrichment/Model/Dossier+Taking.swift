import Contracts
import Foundation
import FrenchBusiness

extension Dossier {
    /// Takes what one provider said. A register's newest word on identity and state stands as a whole; another
    /// provider's identity serves only while no register has answered.
    mutating func take(_ answer: Answer) {
        takeIdentity(answer)
        takeStop(answer)
        takeDeposits(answer.findings.deposits)
        takeProceedings(answer)
        if let successor = answer.findings.successor { record.successor = successor }
        if let reach = answer.findings.reach, answer.fetchedAt >= record.reach?.at ?? .distantPast {
            record.reach = ReachFacts(
                phone: reach.phone?.text,
                email: reach.email?.text,
                site: reach.site,
                isPersonalMobile: reach.isPersonalMobile,
                source: answer.provider,
                at: answer.fetchedAt
            )
        }
    }

    private mutating func takeIdentity(_ answer: Answer) {
        let isRegister = ProviderName.registers.contains(answer.provider)
        guard isRegister else { return takeForeignIdentity(answer) }
        guard answer.fetchedAt >= identityAt ?? .distantPast else { return }
        guard let identity = answer.findings.identity else {
            // A register that loses a company it knew keeps what it said; one that never knew it says so.
            if identityAt == nil, !answer.findings.isFound { isUnknownToRegister = true }
            return
        }
        identityAt = answer.fetchedAt
        isUnknownToRegister = false
        facts = identity.facts
        record.ceased =
            identity.state == .ceased ? End(reason: "ceased", on: identity.ceasedOn, source: answer.provider) : nil
        if identity.isDiffusible {
            for register in ProviderName.registers { record.stops[register] = nil }
        } else {
            record.stops[answer.provider] = Stop(code: .notDiffusible, on: identity.updatedOn, at: answer.fetchedAt)
        }
    }

    private mutating func takeForeignIdentity(_ answer: Answer) {
        guard let identity = answer.findings.identity else { return }
        if identityAt == nil, facts.source == nil || facts.source == answer.provider { facts = identity.facts }
        let saysCeased = identity.state == .ceased
        guard identity.state != .unknown else { return }
        record.stateDoubt = identityAt != nil && saysCeased != (record.ceased != nil) ? answer.provider : nil
    }

    /// Each provider lifts its own word only.
    private mutating func takeStop(_ answer: Answer) {
        guard let isOpposed = answer.findings.isOpposed else { return }
        let code: Stop.Code = answer.provider == ProviderName.inpi ? .registerOpposition : .commercialOpposition
        record.stops[answer.provider] = isOpposed ? Stop(code: code, at: answer.fetchedAt) : nil
    }

    private mutating func takeDeposits(_ new: [Deposit]) {
        var byClosing: [String: Deposit] = [:]
        // A notice says more of a filing than a row of figures does; of two notices the later one stands.
        for deposit in record.deposits + new {
            let key = (deposit.closingDate?.text ?? "") + deposit.kind.rawValue
            guard let other = byClosing[key] else {
                byClosing[key] = deposit
                continue
            }
            if (deposit.filedOn ?? .earliest) >= (other.filedOn ?? .earliest) { byClosing[key] = deposit }
        }
        record.deposits = Array(
            byClosing.values.sorted {
                ($0.closingDate ?? .earliest, $0.kind.rawValue) > ($1.closingDate ?? .earliest, $1.kind.rawValue)
            }.prefix(Record.kept)
        )
    }

    /// BODACC comes first; another provider's word serves where BODACC has not answered.
    private mutating func takeProceedings(_ answer: Answer) {
        let isReference = answer.provider == ProviderName.bodacc
        guard isReference || !answer.findings.proceedings.isEmpty && record.proceedingsFrom != ProviderName.bodacc
        else { return }
        record.proceedings = Array(
            answer.findings.proceedings.sorted { ($0.since, $0.kind.gravity) > ($1.since, $1.kind.gravity) }
                .prefix(Record.kept)
        )
        record.proceedingsFrom = answer.provider
    }

    /// Cessation at the register, striking off and liquidation each end prospecting.
    mutating func decideEnd() {
        let source = record.proceedingsFrom ?? ""
        // A sole trader who moves is struck off here and entered there: while the register says active, that is no end.
        let movesAbout = facts.isSoleTrader && identityAt != nil && record.ceased == nil
        let gravest = record.proceedings.filter { $0.until == nil && $0.kind.endsProspecting }
            .filter { !(movesAbout && $0.kind == .struckOff) }
            .max { $0.kind.gravity < $1.kind.gravity }
        end = record.ceased ?? gravest.map { End(reason: $0.kind.rawValue, on: $0.since, source: source) }
    }

    /// Receivership or safeguard that lasts: the company stays, with a flag.
    var openProceeding: Proceeding? {
        record.proceedings.filter { $0.until == nil && !$0.kind.endsProspecting }
            .max { ($0.kind.gravity, $0.since) < ($1.kind.gravity, $1.since) }
    }

    /// The first of the independent stops, in the order of their codes.
    mutating func decideExclusion() {
        exclusion =
            Stop.Code.allCases.lazy.compactMap { [stops = record.stops] code in
                stops.filter { $0.value.code == code }.min { $0.key < $1.key }.map { source, stop in
                    Exclusion(code: code.rawValue, text: stop.text, source: source, on: stop.on)
                }
            }.first
    }
}
