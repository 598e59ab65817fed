import Contracts
import Foundation
import Hummingbird
import ServiceKit

/// The door: a one-time link opens a session, a button ends it. Opening the link uses nothing up, so that a mail
/// scanner cannot; the button on it does.
struct SignInPages: Sendable {
    let web: ConsoleWeb

    func add(to router: some RouterMethods<ServiceRequestContext>) {
        router.get("/sign-in") { request, _ in
            guard let token = request.query("token"), Secret.isPlausible(token) else { return waiting() }
            return confirm(token)
        }
        router.post("/sign-in") { request, _ in try await signIn(request) }
        router.group().add(middleware: SessionGate(web: web)).post("/sign-out") { request, context in
            try await signOut(request, context.visitor())
        }
    }

    private func waiting() -> Response {
        Layout.page(
            title: "Connexion",
            principal: nil,
            """
            <h1>Connexion</h1>
            <p>Filon s’ouvre par un lien personnel, valable quinze minutes et une seule fois.</p>
            <p>Demandez le vôtre à la personne qui administre Filon. Elle le crée par
            <code>filon user link votre@adresse</code>.</p>
            """
        )
    }

    private func confirm(_ token: String) -> Response {
        Layout.page(
            title: "Connexion",
            principal: nil,
            """
            <h1>Connexion</h1>
            <form method="post" action="/sign-in"><input type="hidden" name="token" value="\(token)">
            <button class="primary" autofocus>Se connecter</button></form>
            """
        )
    }

    private func signIn(_ request: Request) async throws -> Response {
        try SessionGate.refuseForeign(request)
        let form = try await request.form()
        guard let link = form["token"], Secret.isPlausible(link) else { throw SignInPages.worthless }
        let session = Secret.make()
        let now = web.now()
        let until = now.addingTimeInterval(SessionGate.length)
        try await web.commit(Wall.everywhere) { tx -> (value: Void, events: [any Event]) in
            guard
                let (user, department) = try DoorStore.signIn(
                    link: link,
                    session: session,
                    at: now,
                    until: until,
                    in: tx
                )
            else { throw SignInPages.worthless }
            return ((), [Audit.entry(user.description, "session.opened", "user/\(user)", department, "", now)])
        }
        let cookie = SessionGate.cookie(session, maxAge: Int(SessionGate.length), isSecure: web.config.isSecure)
        return Response(status: .seeOther, headers: [.location: "/", .setCookie: cookie])
    }

    private func signOut(_ request: Request, _ principal: Principal) async throws -> Response {
        _ = try await request.form(of: principal)
        guard let session = request.cookies[SessionGate.cookie]?.value else { throw Problem.staleForm }
        let now = web.now()
        try await web.commit(Wall.everywhere) { tx -> (value: Void, events: [any Event]) in
            try DoorStore.signOut(session: session, at: now, in: tx)
            return (
                (),
                [
                    Audit.entry(
                        principal.actor,
                        "session.closed",
                        "user/\(principal.userID)",
                        principal.department,
                        "",
                        now
                    )
                ]
            )
        }
        var response = Response(status: .seeOther, headers: [.location: "/sign-in"])
        response.headers[.setCookie] = SessionGate.cookie("", maxAge: 0, isSecure: web.config.isSecure)
        return response
    }

    private static let worthless = Problem(
        .forbidden,
        "link.worthless",
        "Ce lien n’est plus valable\u{202F}: il sert une fois, pendant quinze minutes. "
            + "Demandez-en un nouveau."
    )
}
