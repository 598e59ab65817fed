import Contracts

extension ModelAlarmChanged: ToldEvent {
    static let handlerName = "tell-model-alarm"

    /// Once when it begins and once when it is over; all departments share the model, so that administrators are told.
    func tellings(_ moments: MomentWords) -> [Telling] {
        guard let department = DepartmentID.installation else { return [] }
        let telling = Telling(
            kind: MessageKind.modelAlarm,
            audience: .managers,
            department: department,
            occasion: "\(kind.prefix(60))/\(version)/\(isStanding ? "begins" : "ends")"
        ) { language in
            SalesWording(moments: moments).alarm(self, in: language)
        }
        return [telling]
    }
}
