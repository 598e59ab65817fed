import Contracts
import Foundation
import Messaging
import Postgres

/// Asks owners to change what is theirs, and waits for their answers.
struct RequestSender: Sendable {
    let context: OperatorContext
    var patience = Duration.seconds(30)

    /// Types that answer a request; each carries the request's correlation id and names it as its cause.
    static let answers: Set<String> = [
        UserChanged.type, DepartmentChanged.type, AbsenceDeclared.type, AbsenceCancelled.type, RequestRefused.type,
        RequestDone.type, RulesPublished.type, RulesRefused.type, ModelChanged.type,
    ]

    /// - Throws: ``OperatorError`` with the owners' words when one refused, or when the answers do not come within
    ///   `patience`.
    @discardableResult
    func send(
        _ requests: [any Event],
        answeredBy types: Set<String> = RequestSender.answers
    ) async throws -> [AnswerStore.Answer] {
        guard !requests.isEmpty else { return [] }
        let correlation = UUIDv7.make()
        let answers = try await context.messaging { messenger in
            try await messenger.commit(cause: Cause(correlationID: correlation)) { _ in ((), requests) }
            return try await self.answers(to: correlation, types, expected: requests.count)
        }
        let refusals = Self.refusals(answers)
        guard refusals.isEmpty else { throw OperatorError("Refused: " + refusals.joined(separator: " · ")) }
        return answers
    }

    private func answers(
        to correlation: UUID,
        _ types: Set<String>,
        expected: Int
    ) async throws -> [AnswerStore.Answer] {
        let end = ContinuousClock.now + patience
        while ContinuousClock.now < end {
            let found = try await context.read { tx in
                try AnswerStore.answers(to: correlation, types: Array(types), in: tx)
            }
            if found.count >= expected { return found }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw OperatorError(
            "No answer within \(patience). Does the service that owns this run? Look at `filon status`. "
                + "The request is kept and will be carried out when it does."
        )
    }

    /// In French, for people.
    static func refusals(_ answers: [AnswerStore.Answer]) -> [String] {
        answers.compactMap { answer in
            switch answer.type {
            case RequestRefused.type: (try? Wire.decode(RequestRefused.self, from: answer.body))?.text ?? "refused"
            case RulesRefused.type: (try? Wire.decode(RulesRefused.self, from: answer.body)).map(words) ?? "refused"
            default: nil
            }
        }
    }

    /// What is wrong with rules, in both languages, one fault a line.
    private static func words(_ refused: RulesRefused) -> String {
        guard !refused.faults.isEmpty else { return "\(refused.text) (\(refused.english))" }
        return "\n" + refused.faults.map { "  \($0.code): \($0.text) (\($0.english))" }.joined(separator: "\n")
    }
}
