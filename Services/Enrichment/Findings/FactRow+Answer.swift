import Contracts
import Foundation
import FrenchBusiness

extension FactRow {
    /// Everything that an answer says, field by field and exercise by exercise.
    static func rows(of answer: Answer, about siren: SIREN, _ lifetimes: Lifetimes) -> [FactRow] {
        let writer = Writer(answer: answer, siren: siren, lifetimes: lifetimes)
        return writer.identity + writer.years + writer.deposits + writer.proceedings + writer.others
    }
}

/// Turns the parts of one answer into rows.
private struct Writer {
    let answer: Answer
    let siren: SIREN
    let lifetimes: Lifetimes

    private var findings: Findings { answer.findings }

    private func row(
        _ field: String,
        _ value: String,
        _ subject: Lifetime,
        period: CivilDate? = nil,
        _ change: (inout FactRow) -> Void = { _ in }
    ) -> FactRow {
        var row = FactRow(
            siren: siren,
            field: field,
            period: period,
            value: value,
            source: answer.provider,
            fetchedAt: answer.fetchedAt,
            validUntil: lifetimes.end(of: subject, from: answer.fetchedAt),
            costCents: answer.costCents,
            fileID: answer.file?.id
        )
        change(&row)
        // A file has a day where its rows have none.
        row.sourceDate = row.sourceDate ?? answer.file?.date
        return row
    }

    var identity: [FactRow] {
        guard let identity = findings.identity else { return [] }
        let facts = identity.facts
        let texts: [(String, String?)] = [
            ("name", facts.name), ("trade_name", facts.tradeName), ("siret", facts.siret), ("naf", facts.naf),
            ("naf25", facts.naf25), ("section", facts.section), ("legal_form", facts.legalForm),
            ("workforce_band", facts.workforceBand), ("category", facts.category),
            ("created_on", facts.createdOn?.text), ("postcode", facts.postcode), ("city", facts.city),
            ("departement", facts.departement), ("state", identity.state.text),
            ("ceased_on", identity.ceasedOn?.text), ("diffusion", identity.isDiffusible ? "O" : "P"),
        ]
        let numbers: [(String, Int?)] = [
            ("workforce_year", facts.workforceYear), ("establishments", facts.establishments),
        ]
        let flags = [
            ("is_association", facts.isAssociation), ("is_sole_trader", facts.isSoleTrader),
            ("is_public_body", facts.isPublicBody),
        ]
        let values =
            texts.compactMap { field, text in text.map { (field, Self.quoted($0)) } }
            + numbers.compactMap { field, number in number.map { (field, String($0)) } }
            + flags.map { ($0.0, $0.1 ? "true" : "false") }
        let lifetime = Lifetime.subject(identity.state == .ceased ? .ceased : .identity)
        return values.map { field, value in row(field, value, lifetime) { $0.sourceDate = identity.updatedOn } }
    }

    /// Own and group accounts are facts apart; a year filed without its turnover says why.
    var years: [FactRow] {
        findings.years.flatMap { year -> [FactRow] in
            let suffix = year.kind == .consolidated ? "_consolidated" : ""
            func figure(_ field: String, _ cents: Int64) -> FactRow {
                row(field + suffix, String(cents), .turnover([year]), period: year.closingDate) {
                    $0.unit = .euroCents
                    $0.precisionCents = year.precisionCents
                    $0.sourceDate = year.filedOn
                    $0.confidence = year.confidence
                }
            }
            let amount = year.amountCents.map { figure("turnover", $0) }
            let status = year.amountCents == nil ? year.status : nil
            let reason = status.map { status in
                row(
                    "turnover_status" + suffix,
                    Self.quoted(status.rawValue),
                    .turnover([year]),
                    period: year.closingDate
                )
            }
            return [amount, reason, year.resultCents.map { figure("result", $0) }].compactMap(\.self)
        }
    }

    var deposits: [FactRow] {
        findings.deposits.compactMap { deposit in
            guard let closing = deposit.closingDate else { return nil }
            let suffix = deposit.kind == .consolidated ? "_consolidated" : ""
            let value = Self.quoted(deposit.hidden.rawValue)
            return row("accounts_hidden" + suffix, value, .subject(.confidential), period: closing) {
                $0.sourceDate = deposit.filedOn
            }
        }
    }

    var proceedings: [FactRow] {
        var seen: Set<String> = []
        return findings.proceedings.compactMap { proceeding in
            guard seen.insert(proceeding.kind.rawValue + proceeding.since.text).inserted else { return nil }
            let value = Self.quoted(proceeding.until?.text ?? "open")
            return row(proceeding.kind.rawValue, value, .subject(.proceedings), period: proceeding.since) {
                $0.sourceDate = proceeding.since
            }
        }
    }

    var others: [FactRow] {
        var rows: [FactRow] = []
        if let isOpposed = findings.isOpposed {
            rows.append(row("commercial_opposition", isOpposed ? "true" : "false", .subject(.identity)))
        }
        if let successor = findings.successor {
            rows.append(row("successor", Self.quoted(successor.text), .subject(.ceased)))
        }
        let reach = findings.reach
        let texts = [("phone", reach?.phone?.text), ("email", reach?.email?.text), ("site", reach?.site)]
        rows += texts.compactMap { field, text in text.map { row(field, Self.quoted($0), .subject(.reach)) } }
        if let reach, reach.phone != nil {
            rows.append(row("phone_is_personal", reach.isPersonalMobile ? "true" : "false", .subject(.reach)))
        }
        return rows
    }

    private static func quoted(_ text: String) -> String {
        guard let data = try? JSONEncoder().encode(text) else { return "null" }
        return String(decoding: data, as: UTF8.self)
    }
}

extension AccountingYear {
    /// How far a figure is believed, 0 to 100.
    fileprivate var confidence: Int {
        switch doubt {
        case .unitSuspect: 20
        case .differs, .restated: 60
        case .jump: 80
        case nil: source == ProviderName.societeComPages ? 70 : 100
        }
    }
}

extension Identity.State {
    fileprivate var text: String? {
        switch self {
        case .active: "A"
        case .ceased: "C"
        case .unknown: nil
        }
    }
}
