import Contracts
import Foundation
import FrenchBusiness

extension LeadState {
    /// Why nobody may prospect: what a person asked for first, then what the register says.
    func exclusion(in zone: TimeZone) -> Exclusion? {
        if let at = bars.opposedAt {
            return Exclusion(
                code: "opposed",
                text: ExclusionText.opposed,
                source: bars.opposedSource,
                on: CivilDate(at, in: zone)
            )
        }
        if let at = bars.withdrawnAt, at >= registeredAt {
            return Exclusion(
                code: "withdrawn",
                text: ExclusionText.withdrawn(bars.withdrawnReason),
                source: "import",
                on: CivilDate(at, in: zone)
            )
        }
        return company.standingExclusion
    }

    /// A lead is scored once it is identified and the facts are there; one that must not be prospected needs no facts.
    func isReady(excluded: Bool) -> Bool { identified && (excluded || company.facts != nil) }

    /// Takes the place of a lead of the same department when their companies are merged: the one that was announced
    /// with the surviving company, then the older one.
    func precedes(_ other: LeadState) -> Bool {
        let isAtHome = companyID == rootID
        guard isAtHome == (other.companyID == other.rootID) else { return isAtHome }
        return leadID.description < other.leadID.description
    }
}

extension CompanyState {
    /// An end holds until newer facts come without an exclusion.
    fileprivate var standingExclusion: Exclusion? {
        if let ceased, let ceasedAt, facts == nil || factsAt.map({ ceasedAt >= $0 }) ?? true {
            return Exclusion(
                code: ceased.reason,
                text: ExclusionText.ceased(ceased),
                source: ceased.source,
                on: ceased.on
            )
        }
        return exclusion
    }
}

/// Why a lead is excluded, in French.
enum ExclusionText {
    static let opposed = "Opposition à la prospection"
    static let duplicate = "Fusionnée avec une autre fiche du service"

    static func withdrawn(_ reason: String?) -> String {
        switch reason {
        case "import_undone": "Fiche retirée (import annulé)"
        case "erased": "Fiche effacée"
        default: "Fiche retirée"
        }
    }

    static func ceased(_ ceased: CompanyState.Ceased) -> String {
        let what =
            switch ceased.reason {
            case "liquidation": "Liquidation judiciaire"
            case "struck_off": "Radiée du registre du commerce"
            default: "Entreprise cessée"
            }
        return ceased.on.map { "\(what) le \($0.frenchShort)" } ?? what
    }
}
