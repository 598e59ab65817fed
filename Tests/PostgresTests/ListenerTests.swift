import Postgres
import Testing

@Suite struct ListenerTests {
    @Test func notificationsArriveAndAgainAfterALoss() async throws {
        try await Database.with { database in
            let listener = PostgresListener(database.config, channels: ["wake", "Odd \"name"])
            let session = database.session()
            var heard = listener.notifications.makeAsyncIterator()
            #expect(await heard.next() == .reconnected)
            try await session.execute("SELECT pg_notify('wake', 'a'), pg_notify($1, 'b')", "Odd \"name")
            #expect(await heard.next() == .message(channel: "wake", payload: "a"))
            #expect(await heard.next() == .message(channel: "Odd \"name", payload: "b"))
            try await session.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            #expect(await heard.next() == .reconnected)
            try await session.execute("SELECT pg_notify('wake', 'c')")
            #expect(await heard.next() == .message(channel: "wake", payload: "c"))
            listener.close()
            #expect(await heard.next() == nil)
        }
    }
}
