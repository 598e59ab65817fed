import Hummingbird

/// Where a colleague arrives whose role has no *Aujourd'hui*: at the first page that it opens, or at a page that says
/// what there is to do without one.
enum HomePage {
    static func answer(for principal: Principal) -> Response {
        if let first = Layout.entries(for: principal).first {
            return Response(status: .seeOther, headers: [.location: first.path])
        }
        let directory: HTML =
            principal.permissions.allow("users.read")
            ? """
            <p>L’annuaire, les services et les absences se tiennent par l’API\u{202F}: <code>/api/v1/users</code>,
            <code>/api/v1/departments</code>, <code>/api/v1/absences</code>.
            <a href="/api/openapi.json">Sa description</a> dit comment.</p>
            """ : .empty
        return Layout.page(
            title: "Bienvenue",
            principal: principal,
            current: "/",
            """
            <h1>Bienvenue, \(principal.name)</h1>
            <section><p>Votre rôle (\(FrenchText.role(principal.role))) n’ouvre ni prospects ni affaires.</p>\(directory)
            </section>
            """
        )
    }
}
