import FrenchBusiness

/// Advice in words: one sentence that says what speaks for it. The action has a name of its own on every screen.
enum AdviceText {
    static func wording(of advice: Advice) -> Wording {
        let why = reason(advice)
        guard advice.hours == .consumer else { return why }
        return Wording(
            why.french + "\u{202F}; portable personnel\u{202F}: 10 h–13 h et 14 h–20 h, 4 appels en 30 jours au plus",
            why.english + "; personal mobile: 10–13 and 14–20 h, at most 4 calls in 30 days"
        )
    }

    private static func reason(_ advice: Advice) -> Wording {
        switch advice.reason {
        case .excluded(let code): exclusion(code)
        case .firstContact: Wording("Jamais contacté", "Never contacted")
        case .cameToUs(let day):
            Wording(
                "Le prospect nous a contactés le \(day.frenchShort)\u{202F}: répondre au plus vite",
                "The prospect was in touch on \(day): answer as soon as you can"
            )
        case .planned(let day): Wording("Suite prévue le \(day.frenchShort)", "Next step planned for \(day)")
        case .callbackAsked(let day):
            Wording("A demandé le \(day.frenchShort) qu’on le rappelle", "Asked on \(day) to be called back")
        case .talked(let day): spoken(advice.action, "Échange", "Spoken with", day)
        case .met(let day): spoken(advice.action, "Rendez-vous", "Met", day)
        case .refused(let day): refused(advice.action, day)
        case .refusedAgain(let day):
            Wording("Deux refus, le dernier le \(day.frenchShort)", "Refused twice, the last time on \(day)")
        case .wrongNumber(let day): Wording("Faux numéro (\(day.frenchShort))", "Wrong number (\(day))")
        case .noPhone:
            Wording("Pas de téléphone connu, une adresse e-mail l’est", "No phone is known, an e-mail address is")
        case .unreachable: Wording("Ni téléphone ni e-mail connu", "Neither phone nor e-mail is known")
        case .unanswered(let calls, let last): unanswered(advice.action, calls, last)
        case .written(let mails, let last):
            Wording(
                "\(mails)\u{A0}e-mail\(mails > 1 ? "s" : "") sans réponse, le dernier le \(last.frenchShort)",
                "\(mails) e-mail\(mails > 1 ? "s" : "") without an answer, the last on \(last)"
            )
        case .silent(let attempts, let last): silent(advice.action, attempts, last)
        case .callLimit:
            Wording(
                "Portable personnel\u{202F}: déjà 4 appels en 30 jours, tous services confondus (décret 2022-1313)",
                "Personal mobile: 4 calls in 30 days already, by all departments together (décret 2022-1313)"
            )
        case .refusalLimit:
            Wording(
                "Portable personnel\u{202F}: refus de moins de 60 jours (décret 2022-1313)",
                "Personal mobile: refused less than 60 days ago (décret 2022-1313)"
            )
        case .personalNumber:
            Wording(
                "Seul un portable personnel est connu\u{202F}: écrire d’abord (loi 2025-594)",
                "Only a personal mobile is known: write first (loi 2025-594)"
            )
        case .receivership(let since):
            Wording(
                "Procédure collective depuis le \(since.frenchShort)\u{202F}: période d’observation",
                "Receivership or safeguard since \(since): observation period"
            )
        case .dealOpen(let since):
            Wording("Affaire en cours depuis le \(since.frenchShort)", "Deal open since \(since)")
        case .dealLost(let day): Wording("Affaire perdue le \(day.frenchShort)", "Deal lost on \(day)")
        case .dealWon(let day): Wording("Affaire gagnée le \(day.frenchShort)", "Deal won on \(day)")
        }
    }

    private static func exclusion(_ code: String) -> Wording {
        switch code {
        case "opposed": Wording("Opposition à la prospection", "Objected to prospecting")
        case "withdrawn": Wording("Fiche retirée", "The lead was taken out")
        case "liquidation": Wording("Liquidation judiciaire", "Liquidation")
        case "ceased", "struck_off": Wording("Entreprise cessée", "The company has ceased")
        default: Wording("Exclu de la prospection", "Must not be prospected")
        }
    }

    private static func spoken(_ action: Advice.Action, _ french: String, _ english: String, _ day: CivilDate)
        -> Wording
    {
        action == .email
            ? Wording(
                "\(french) le \(day.frenchShort)\u{202F}: confirmer par écrit ce qui a été dit",
                "\(english) on \(day): put in writing what was said"
            ) : Wording("\(french) le \(day.frenchShort)", "\(english) on \(day)")
    }

    private static func refused(_ action: Advice.Action, _ day: CivilDate) -> Wording {
        action == .wait
            ? Wording("Pas intéressé le \(day.frenchShort)", "Not interested on \(day)")
            : Wording(
                "Pas intéressé le \(day.frenchShort)\u{202F}: assez de temps a passé pour redemander",
                "Not interested on \(day): time enough has passed to ask again"
            )
    }

    private static func unanswered(_ action: Advice.Action, _ calls: Int, _ last: CivilDate) -> Wording {
        let french = "\(calls)\u{A0}appel\(calls > 1 ? "s" : "") sans réponse, le dernier le \(last.frenchShort)"
        let english = "\(calls) call\(calls > 1 ? "s" : "") without an answer, the last on \(last)"
        return action == .email
            ? Wording(french + "\u{202F}: changer de canal", english + ": try another way") : Wording(french, english)
    }

    private static func silent(_ action: Advice.Action, _ attempts: Int, _ last: CivilDate) -> Wording {
        let french = "\(attempts) tentatives sans réponse jusqu’au \(last.frenchShort)"
        let english = "\(attempts) tries without an answer until \(last)"
        return action == .call
            ? Wording(french + "\u{202F}: une autre série après la pause", english + ": another series after the pause")
            : Wording(french, english)
    }
}
