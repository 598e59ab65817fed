import Contracts
import FrenchBusiness

/// The lines of a score by a rule book, in both languages.
enum BookText {
    static func line(of factor: Factor, _ reading: SheetReading, points: Int) -> ScoreLine {
        let finding = finding(factor, reading)
        return ScoreLine(
            rule: factor.rawValue,
            points: points,
            input: finding.input,
            source: finding.source,
            date: finding.date,
            text: finding.wording.french,
            english: finding.wording.english
        )
    }

    static func line(of negative: Negative, _ reading: SheetReading, points: Int) -> ScoreLine {
        let (inputs, wording) = (reading.inputs, wording(negative))
        let isProceeding = negative != .noEstablishment
        return ScoreLine(
            rule: negative.rawValue,
            points: points,
            input: isProceeding ? inputs.proceeding.map { "depuis le \($0.since.frenchShort)" } ?? "" : "0",
            source: isProceeding ? inputs.proceeding?.source : inputs.facts.source ?? inputs.source,
            date: isProceeding ? inputs.proceeding?.since : nil,
            text: wording.french,
            english: wording.english
        )
    }

    // MARK: -

    private struct Found {
        var input: String
        var source: String?
        var date: CivilDate?
        var wording: Wording

        init(_ input: String, _ source: String?, _ date: CivilDate?, _ wording: Wording) {
            (self.input, self.source, self.date, self.wording) = (input, source, date, wording)
        }

        init(_ finding: Finding, _ wording: Wording) {
            self.init(finding.input, finding.source, finding.date, wording)
        }
    }

    private static func finding(_ factor: Factor, _ reading: SheetReading) -> Found {
        let company = reading.company
        switch factor {
        case .size:
            return Found(company.workforceInput, company.source, nil, sizes[company.size] ?? unworded)
        case .urgency: return urgency(reading)
        case .turnoverLevel: return level(reading)
        case .industry: return industry(reading)
        case .age:
            let finding = company.ageFinding
            return Found(finding, ages[finding.outcome] ?? unworded)
        case .legalForm:
            let finding = company.legalFormFinding
            return Found(finding, forms[finding.outcome] ?? unworded)
        case .region: return region(reading)
        case .workforceChange: return workforce(reading)
        case .eInvoicing:
            let finding = company.eInvoicingFinding
            return Found(finding, eInvoicing[finding.outcome] ?? unworded)
        case .engagement: return engagement(reading)
        case .reachability:
            let finding = Finding.reachability(reading.inputs)
            return Found(finding, reach[finding.outcome] ?? unworded)
        }
    }

    private static func urgency(_ reading: SheetReading) -> Found {
        let turnover = reading.turnover
        let outcome = turnover.trendOutcome
        let finding = turnover.trendFinding
        guard turnover.movement == nil else { return Found(finding, trends[outcome] ?? unworded) }
        let proxy = reading.company.standIn
        let rules = reading.sheet.urgency
        let isProxy = (rules.proxies[proxy.rawValue] ?? 0) > (rules.unknown[turnover.status.rawValue] ?? 0)
        let reason = trends[outcome] ?? unworded
        guard isProxy, let signal = proxies[proxy] else { return Found(finding, reason) }
        return Found(
            finding,
            Wording(
                "\(reason.french)\u{202F}; signal de remplacement\u{202F}: \(signal.french)",
                "\(reason.english); stand-in: \(signal.english)"
            )
        )
    }

    private static func level(_ reading: SheetReading) -> Found {
        let finding = reading.turnover.levelFinding
        if reading.turnover.latest == nil, let estimate = reading.inputs.turnover.estimate {
            let ends = [estimate.lowCents, estimate.highCents].map { Money(cents: $0).compact }
            return Found(
                "entre \(ends[0]) et \(ends[1])",
                estimate.method,
                nil,
                Wording(
                    "Niveau de CA estimé, compté entre ses deux bornes",
                    "Turnover estimated, counted between its ends"
                )
            )
        }
        return Found(finding, levels[finding.outcome] ?? unworded)
    }

    private static func industry(_ reading: SheetReading) -> Found {
        let facts = reading.inputs.facts
        let known = facts.naf ?? facts.section
        let wording =
            known == nil
            ? Wording("Activité inconnue", "Activity not known")
            : Wording("Adéquation du secteur à l’offre", "How well the industry fits the offer")
        return Found(known.map { "NAF \($0)" } ?? "inconnue", reading.company.source, nil, wording)
    }

    private static func region(_ reading: SheetReading) -> Found {
        let place = reading.inputs.facts.departement
        let wording =
            place == nil
            ? Wording("Département inconnu", "Département not known")
            : Wording("Implantation", "Location")
        return Found(place.map { "département \($0)" } ?? "inconnu", reading.company.source, nil, wording)
    }

    private static func workforce(_ reading: SheetReading) -> Found {
        let now = reading.company.workforceInput
        let before = reading.inputs.earlierWorkforce.flatMap { earlier in
            WorkforceBand(rawValue: earlier.band).map { "\($0.label) (\(earlier.year))" }
        }
        let input = before.map { "\($0) → \(now)" } ?? now
        return Found(input, reading.company.source, nil, changes[reading.workforceChange] ?? unworded)
    }

    private static func engagement(_ reading: SheetReading) -> Found {
        let touches = reading.inputs.touches ?? []
        let latest = touches.map(\.on).max()
        let count = touches.reduce(0) { $0 + $1.count }
        let wording =
            touches.isEmpty
            ? Wording("Aucun échange récent", "No recent exchange")
            : Wording("Échanges récents, qui s’effacent avec le temps", "Recent exchanges, which fade with time")
        return Found(count == 0 ? "aucun" : "\(count) échange\(count > 1 ? "s" : "")", "crm", latest, wording)
    }
}
