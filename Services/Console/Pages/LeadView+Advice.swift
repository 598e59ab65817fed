/// *Prochaine action*: what to do now, and what that rests on.
extension LeadView {
    var advice: HTML {
        guard let advice = details.advice else { return .empty }
        let grounds = [advice.hours, advice.script].compactMap(\.self).map { "<p class=\"muted\">\($0)</p>" as HTML }
        return """
            <section id="advice"><h2>Prochaine action</h2>
            <p title="Next best action"><strong>\(advice.headline)</strong><br>\(advice.french)</p>\(grounds)</section>
            """
    }

    /// Names to choose from where a call is noted.
    static func playbooks(_ names: [String]) -> HTML {
        names.isEmpty
            ? .empty
            : "<datalist id=\"playbooks\">\(names.map { "<option value=\"\($0)\"></option>" as HTML })</datalist>"
    }
}
