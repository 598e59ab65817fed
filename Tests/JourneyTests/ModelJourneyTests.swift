import Contracts
import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import Testing

/// As an operator would: look at the models, go back to one, see that it stays, and go on.
@Suite(.serialized) struct ModelJourneyTests {
    @Test func aModelIsGoneBackToHeldAndLetGo() async throws {
        let filon = try await Installation()
        do {
            #expect(try await filon.ask(["model", "list"])["models"]?.elements?.isEmpty == true)
            await #expect(throws: Tool.Failed.self) { try await filon.ask(["model", "show"]) }

            for version in 1...2 { try await train(version, in: filon) }
            let shown = try await filon.ask(["model", "show"])
            #expect(shown["version"] == .integer(2) && shown["status"]?.text == "active")
            let text = String(decoding: try await filon.tool(["model", "show", "1"]), as: UTF8.self)
            #expect(text.hasPrefix("Model 1 (retired)") && text.contains("Alarms: none."))

            let back = try await filon.ask(["model", "rollback"])
            #expect(back["version"] == .integer(1) && back["is_held"] == .bool(true))
            try await train(3, in: filon)
            let states = try await filon.ask(["model", "list"])["models"]?.elements?.compactMap { $0["status"]?.text }
            #expect(states == ["candidate", "retired", "active"])
            await #expect(throws: Tool.Failed.self, "no such model") {
                try await filon.ask(["model", "rollback", "99"])
            }

            #expect(try await filon.ask(["model", "resume"])["is_held"] == .bool(false))
            await #expect(throws: Tool.Failed.self, "none is held") { try await filon.ask(["model", "resume"]) }
            try await eventually("what is learnt serves again", within: .seconds(60)) {
                try await filon.ask(["model", "show"])["version"] == .integer(4)
            }
            try await filon.checkNothingIsLeft()
            try await filon.checkOutputs()
        } catch {
            await filon.tearDown()
            throw error
        }
        await filon.tearDown()
    }

    /// Has the outcomes read though none is new, and waits for the model that comes of it.
    private func train(_ version: Int, in filon: Installation) async throws {
        try await filon.sessions.transaction { tx in try LearningStore.teach(0, in: tx) }
        try await eventually("model \(version) is made", within: .seconds(60)) {
            try await filon.sessions.transaction { tx in try LearningStore.place(in: tx) }.models == version
        }
    }
}
