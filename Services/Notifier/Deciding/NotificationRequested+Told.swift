import Contracts

extension NotificationRequested: ToldEvent {
    static let handlerName = "tell-requested"

    func tellings(_ moments: MomentWords) -> [Telling] {
        let telling = Telling(
            kind: PlainText.line(kind, limit: 60),
            audience: .colleague(recipient),
            department: department,
            occasion: PlainText.line(occasion, limit: 200)
        ) { _ in
            SalesWording(moments: moments).requested(self)
        }
        return [telling]
    }
}
