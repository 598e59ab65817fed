/// Names of INSEE's legal categories, as far as the simulator's companies need them.
enum LegalForms {
    private static let labels = [
        "1000": "Entrepreneur individuel", "5498": "SARL unipersonnelle",
        "5499": "Société à responsabilité limitée (sans autre indication)",
        "5510": "SA nationale à conseil d'administration",
        "5599": "SA à conseil d'administration (s.a.i.)", "5710": "SAS, société par actions simplifiée",
        "6540": "Société civile immobilière", "6599": "Société civile (autres)", "9220": "Association déclarée",
        "4120": "Établissement public national à caractère industriel ou commercial doté d'un comptable public",
        "4110": "Établissement public national à caractère industriel ou commercial doté d'un comptable public",
    ]

    /// The name; of another category the number itself.
    static func label(_ code: String?) -> String? { code.map { labels[$0] ?? "Catégorie juridique \($0)" } }
}
