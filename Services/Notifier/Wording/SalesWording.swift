import Contracts
import FrenchBusiness

/// What colleagues are told about deals, figures and reports.
struct SalesWording: Sendable {
    let moments: MomentWords

    func stuck(_ deal: DealStuck, in language: Language) -> Notice {
        let title = PlainText.line(deal.title, limit: 120)
        let since = moments.day(CivilDate(deal.since, in: moments.zone), in: language)
        let subject = language("Affaire à l’arrêt", "Deal at a standstill") + language.colon + title
        return Notice(
            subject: subject,
            intro: language(
                "L’affaire «\u{202F}\(title)\u{202F}» n’avance plus depuis \(deal.businessDays) jours ouvrés.",
                "The deal “\(title)” has not moved for \(deal.businessDays) working days."
            ),
            facts: [
                .init(label: language("Étape", "Stage"), value: PlainText.line(deal.stage, limit: 60)),
                .init(label: language("Dans cette étape depuis le", "In this stage since"), value: since),
                .init(
                    label: language("Durée habituelle", "Usual time"),
                    value: "\(deal.limitBusinessDays) " + language("jours ouvrés", "working days")
                ),
            ],
            heading: language("Piste", "Suggestion"),
            items: [.init(text: PlainText.line(deal.suggestion, limit: 300))],
            link: .init(text: language("Ouvrir l’affaire", "Open the deal"), path: "deals/\(deal.dealID)"),
            line: "\(subject) (\(deal.businessDays) " + language("jours ouvrés)", "working days)")
        )
    }

    func won(_ deal: DealState, in language: Language) -> Notice {
        let title = PlainText.line(deal.title, limit: 120)
        let subject = language("Affaire gagnée", "Deal won") + language.colon + title
        let amount = deal.amountCents.map { Money(cents: $0).formatted }
        return Notice(
            subject: subject,
            intro: language("L’affaire «\u{202F}\(title)\u{202F}» est gagnée.", "The deal “\(title)” is won."),
            facts: amount.map { [.init(label: language("Montant", "Amount"), value: $0)] } ?? [],
            link: .init(text: language("Ouvrir l’affaire", "Open the deal"), path: "deals/\(deal.dealID)"),
            line: amount.map { "\(subject) — \($0)" } ?? subject
        )
    }

    func alert(_ alert: KPIAlertRaised, in language: Language) -> Notice {
        let text = PlainText.line(alert.text, limit: 300)
        let way =
            alert.direction == "above"
            ? language("au-dessus du seuil", "above its threshold") : language("sous le seuil", "below its threshold")
        return Notice(
            subject: language("Alerte", "Alert") + language.colon + PlainText.line(alert.text, limit: 120),
            intro: text,
            facts: [
                .init(
                    label: language("Indicateur", "Figure"),
                    value: "\(PlainText.line(alert.kpi, limit: 60)), \(way)"
                ),
                .init(label: language("Jour", "Day"), value: moments.day(alert.day, in: language)),
            ],
            link: .init(text: language("Ouvrir le tableau de bord", "Open the dashboard"), path: "reports"),
            line: text
        )
    }

    func exhausted(_ budget: BudgetExhausted, in language: Language) -> Notice {
        let provider = PlainText.line(budget.provider, limit: 60)
        let subject = language("Fournisseur en pause", "Provider rests") + language.colon + provider
        let cause =
            budget.scope == "credits"
            ? language("plus de crédits, ou clé refusée", "no credits left, or the key is refused")
            : language("plafond du jour atteint", "the day’s ceiling is reached")
        let until = budget.until.map {
            [Notice.Fact(label: language("Jusqu’au", "Until"), value: moments.moment($0, in: language))]
        }
        return Notice(
            subject: subject,
            intro: language(
                "\(provider) n’est plus interrogé\u{202F}: \(cause). Les entreprises avancent sans lui et seront revues ensuite.",
                "\(provider) is not asked any more: \(cause). Companies go on without it and are looked at again later."
            ),
            facts: until ?? [],
            items: [.init(text: "filon provider list")],
            line: subject + " (\(cause))"
        )
    }

    func alarm(_ alarm: ModelAlarmChanged, in language: Language) -> Notice {
        let text = PlainText.line(language(alarm.text, alarm.english), limit: 300)
        let head =
            alarm.isStanding
            ? language("Alerte sur le modèle", "Alert about the model")
            : language("Fin d’alerte sur le modèle", "The model’s alert is over")
        return Notice(
            subject: head + language.colon + text,
            intro: text,
            facts: [
                .init(label: language("Modèle", "Model"), value: "\(alarm.version)"),
                .init(
                    label: alarm.isStanding ? language("Depuis le", "Since") : language("Terminé le", "Over since"),
                    value: moments.moment(alarm.at, in: language)
                ),
            ],
            link: .init(text: language("Ouvrir le modèle", "Open the model"), path: "model"),
            line: head + language.colon + text
        )
    }

    func report(_ report: ReportPublished, in language: Language) -> Notice {
        let title = PlainText.line(report.title, limit: 120)
        return Notice(
            subject: title,
            intro: moments.day(report.day, in: language),
            heading: language("En bref", "In short"),
            items: report.lines.prefix(100).map { .init(text: PlainText.line($0, limit: 300)) },
            link: .init(text: language("Ouvrir le rapport", "Open the report"), path: "reports/\(report.reportID)"),
            line: title
        )
    }

    /// What another service or a colleague asked to have told, in the words it was given in.
    func requested(_ request: NotificationRequested) -> Notice {
        let title = PlainText.line(request.title, limit: 150)
        let paragraphs = request.text.split(whereSeparator: \.isNewline).prefix(50)
        return Notice(
            subject: title,
            intro: title,
            items: paragraphs.map { .init(text: PlainText.line(String($0), limit: 1000)) },
            line: title
        )
    }
}
