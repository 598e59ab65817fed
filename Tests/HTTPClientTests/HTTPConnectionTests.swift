import HTTPClient
import ScriptedPeers
import Testing

@Suite struct HTTPConnectionTests {
    @Test func requestsOneAfterTheOtherShareAConnection() async throws {
        let server = try ScriptedServer { peer in
            while peer.request() != nil { peer.answer(body: Array("ok".utf8)) }
        }
        let client = client()

        var reused: [Bool] = []
        for _ in 0..<5 { reused.append(try await client.send(request(server)).timings.reusedConnection) }

        #expect(reused == [false, true, true, true, true])
        #expect(server.connections == 1)
    }

    @Test func methodHeadersAndBodyArriveAsGiven() async throws {
        let seen = Recorder<String>()
        let server = try ScriptedServer { peer in
            while let request = peer.request() {
                seen.add(request)
                peer.answer("201 Created", headers: ["X-Twice: a", "x-twice: b"])
            }
        }
        var post = request(server, "/leads?a=b%20c", method: .post)
        post.headers = ["Content-Type": "application/json", "X-Empty": ""]
        post.body = Array(#"{"nom":"Café"}"#.utf8)

        let response = try await client().send(post)

        #expect(response.status == 201)
        #expect(response.headers.values("X-TWICE") == ["a", "b"])
        let text = try #require(seen.all.first)
        #expect(text.hasPrefix("POST /leads?a=b%20c HTTP/1.1\n"))
        #expect(text.hasSuffix("\n\n" + #"{"nom":"Café"}"#))
        #expect(text.contains("\nX-Empty:\n") && text.contains("\nUser-Agent: FilonTests/1.0\n"))
        #expect(!text.contains("Expect"))
    }

    @Test(arguments: [HTTPMethod.head, .put, .patch, .delete, .post])
    func everyMethodGoesOutUnderItsName(method: HTTPMethod) async throws {
        let seen = Recorder<String>()
        let server = try ScriptedServer { peer in
            if let request = peer.request() { seen.add(request) }
            peer.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        }

        #expect(try await client().send(request(server, method: method)).status == 204)
        #expect(seen.all.first?.hasPrefix(method.rawValue + " / ") == true)
    }

    @Test func sixtyFourAreInFlightAtOnce() async throws {
        let seen = Recorder<Void>()
        let everybody = Gate()
        let server = try ScriptedServer { peer in
            _ = peer.request()
            seen.add(())
            everybody.wait()
            peer.answer(body: Array("ok".utf8))
        }
        let client = client()

        let statuses = try await withThrowingTaskGroup { group in
            for _ in 0..<64 { group.addTask { try await client.send(request(server)).status } }
            // Nobody is answered before everybody has asked.
            await seen.wait(for: 64)
            everybody.open()
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(statuses == Array(repeating: 200, count: 64))
        #expect(server.connections == 64)
    }

    @Test func aRequestThatWaitsForAConnectionStillMeetsItsDeadline() async throws {
        let seen = Recorder<Void>()
        let server = try ScriptedServer { peer in
            _ = peer.request()
            seen.add(())
            peer.hold()
        }
        let client = HTTPClient(userAgent: "FilonTests/1.0", maximumConnectionsPerHost: 1)
        let first = Task { try await client.send(request(server)) }
        await seen.wait(for: 1)
        var second = request(server)
        second.deadline = .milliseconds(200)

        #expect(try await failure(client, second).code == .timeout)
        #expect(server.connections == 1)
        first.cancel()
        _ = await first.result
    }

    @Test func tooManyWaitingAreRefusedAtOnce() async throws {
        let seen = Recorder<Void>()
        let server = try ScriptedServer { peer in
            _ = peer.request()
            seen.add(())
            peer.hold()
        }
        let client = HTTPClient(userAgent: "FilonTests/1.0", maximumInFlight: 1, maximumWaiting: 1)
        let first = Task { try await client.send(request(server)) }
        await seen.wait(for: 1)

        let codes = try await withThrowingTaskGroup { group in
            for _ in 0..<3 {
                group.addTask {
                    var short = request(server)
                    short.deadline = .seconds(5)
                    return try await failure(client, short).code
                }
            }
            return try await group.reduce(into: [HTTPError.Code: Int]()) { $0[$1, default: 0] += 1 }
        }

        #expect(codes == [.overloaded: 2, .timeout: 1])
        first.cancel()
        _ = await first.result
    }

    @Test func cancellingTheTaskAbortsTheTransfer() async throws {
        let seen = Recorder<String>()
        let server = try ScriptedServer { peer in
            _ = peer.request()
            seen.add("asked")
            peer.hold()
            seen.add("closed")
        }
        let client = client()
        let task = Task { try await client.send(request(server)) }
        await seen.wait(for: 1)

        task.cancel()

        let error = await #expect(throws: HTTPError.self) { _ = try await task.value }
        #expect(error?.code == .cancelled)
        await seen.wait(for: 2)
        #expect(seen.all == ["asked", "closed"])
    }

    @Test func aTaskThatIsAlreadyCancelledSendsNothing() async throws {
        let server = try ScriptedServer { $0.hold() }
        let client = client()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.send(request(server))
        }

        let error = await #expect(throws: HTTPError.self) { _ = try await task.value }
        #expect(error?.code == .cancelled)
        #expect(server.connections == 0)
    }

    @Test func closingEndsWhatIsInFlightAndRefusesWhatFollows() async throws {
        let seen = Recorder<Void>()
        let server = try ScriptedServer { peer in
            _ = peer.request()
            seen.add(())
            peer.hold()
        }
        let client = client()
        let tasks = (0..<8).map { _ in Task { try await client.send(request(server)) } }
        await seen.wait(for: 8)

        await client.close()

        for task in tasks {
            let error = await #expect(throws: HTTPError.self) { _ = try await task.value }
            #expect(error?.code == .closed)
        }
        #expect(try await failure(client, request(server)).code == .closed)
        await client.close()
    }

    @Test func aPostIsNeverSentTwiceOnAConnectionThatDies() async throws {
        let seen = Recorder<String>()
        let server = try ScriptedServer { peer in
            while let request = peer.request() {
                seen.add(String(request.prefix(4)))
                guard request.hasPrefix("GET") else { return }
                peer.answer()
            }
        }
        let client = client()
        _ = try await client.send(request(server))

        let error = try await failure(client, request(server, method: .post))

        #expect(error.code == .cut)
        #expect(error.perhapsSent)
        #expect(!error.isRetriable)
        #expect(seen.all == ["GET ", "POST"])
    }
}
