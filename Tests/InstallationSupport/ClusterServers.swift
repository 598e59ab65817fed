import Foundation
import Glibc
public import MessagingSupport
import TestSupport

/// A PostgreSQL with a synchronous standby and three RabbitMQ nodes of one suite's own.
public struct ClusterServers: Sendable {
    public static let nodes = ["rabbitmq1", "rabbitmq2", "rabbitmq3"]
    public static let databases = ["postgres1", "postgres2"]

    private let directory: URL
    private let environment: [String: String]

    public static func start(_ name: String) async throws -> ClusterServers {
        let directory = FileManager.default.temporaryDirectory.appendingPathComponent("filon-\(getpid())-\(name)")
        try await ServerScript.run("up", ["--cluster"], in: directory)
        return ClusterServers(directory: directory, environment: try ServerScript.announced(in: directory))
    }

    /// Stops them and removes their data.
    public func stop() async throws {
        // Nothing of them is needed any more; a goodbye would take seconds.
        let lines = (try? await ServerScript.run("status", in: directory)) ?? ""
        for line in lines.split(separator: "\n") { Glibc.kill(try ServerScript.process(in: line), SIGKILL) }
        try await ServerScript.run("reset", in: directory)
        try? FileManager.default.removeItem(at: directory)
    }

    /// Everything that `body` reads of servers, test databases and virtual hosts is of these.
    public func use<T>(_ body: () async throws -> T) async rethrows -> T {
        try await ServerEnvironment.$announced.withValue(environment) { try await body() }
    }

    // MARK: What is lost and brought back

    /// SIGKILL of a member.
    public func kill(_ member: String) async throws {
        if Self.nodes.contains(member) { try await ServerScript.writeDownQueues(try node(member), environment) }
        try await ServerScript.end(try await process(of: member), by: SIGKILL, leaving: try port(of: member))
    }

    /// Processes that were stopped in the middle of whatever they did.
    public struct Paused: Sendable {
        fileprivate let processes: [pid_t]

        public func resume() { for process in processes { Glibc.kill(process, SIGCONT) } }
    }

    /// Stops a member's process, and whatever it started, without ending it.
    public func pause(_ member: String) async throws -> Paused {
        let first = try await process(of: member)
        let children = try String(contentsOfFile: "/proc/\(first)/task/\(first)/children", encoding: .utf8)
        let paused = Paused(processes: [first] + children.split(separator: " ").compactMap { pid_t($0) })
        for process in paused.processes { Glibc.kill(process, SIGSTOP) }
        return paused
    }

    /// Brings back whatever is lost, under its old address.
    /// - Returns: what was said about it.
    @discardableResult
    public func up() async throws -> String {
        let said = try await ServerScript.run("up", in: directory)
        let settings = try ServerScript.announced(in: directory)
        for variable in ["FILON_TEST_AMQP_HOSTS", "FILON_TEST_POSTGRES_HOSTS"] {
            guard settings[variable] == environment[variable] else { throw Moved(variable: variable) }
        }
        return said
    }

    struct Moved: Error, CustomStringConvertible {
        let variable: String
        var description: String { "\(variable) is another one, since somebody took a port meanwhile" }
    }

    /// Has the standby take the lost primary's place.
    public func promote() async throws { try await ServerScript.run("promote", in: directory) }

    /// Takes a node out of the cluster and deletes its data.
    public func remove(_ member: String) async throws {
        try await ServerScript.run("reset", ["--only", member], in: directory)
    }

    // MARK: What they say

    public func primary() async throws -> String { try await database("as primary") }

    public func standby() async throws -> String { try await database("as standby") }

    /// One command of `rabbitmqctl` on a node.
    @discardableResult
    public func control(_ member: String, _ arguments: String...) async throws -> String {
        try await ServerScript.control(try node(member), environment, arguments)
    }

    /// Which member leads a queue, as far as the management knows: it looks every few seconds.
    public func leader(of queue: String, on vhost: TestVhost) async throws -> String {
        let name = try await queues(of: vhost).first { $0.name == queue }?.leader
        guard let member = try Self.nodes.first(where: { try node($0) == name }) else {
            throw ServerMissing(variable: queue)
        }
        return member
    }

    /// Queues of which not every node has a copy.
    public func incompleteQueues(of vhost: TestVhost) async throws -> [String] {
        let nodes = try Set(Self.nodes.map(node))
        return try await queues(of: vhost).filter { Set($0.members ?? []) != nodes }.map(\.name)
    }

    private struct Queue: Decodable {
        let name: String
        let leader: String?
        let members: [String]?
    }

    private func queues(of vhost: TestVhost) async throws -> [Queue] {
        let data = try await vhost.call("GET", "/api/queues/\(vhost.name)?columns=name,leader,members", nil)
        return try JSONDecoder().decode([Queue].self, from: data)
    }

    // MARK: Where they are

    private func node(_ member: String) throws -> String { try entry(of: member, "FILON_TEST_RABBITMQ_NODES") }

    private func port(of member: String) throws -> UInt16 {
        let isNode = Self.nodes.contains(member)
        let host = try entry(of: member, isNode ? "FILON_TEST_AMQP_HOSTS" : "FILON_TEST_POSTGRES_HOSTS")
        guard let port = host.split(separator: ":").last.flatMap({ UInt16($0) }) else {
            throw ServerMissing(variable: member)
        }
        return port
    }

    /// A member's part of an announced list.
    private func entry(of member: String, _ variable: String) throws -> String {
        let entries = (environment[variable] ?? "").split(separator: ",").map(String.init)
        guard let index = (Self.nodes.firstIndex(of: member) ?? Self.databases.firstIndex(of: member)),
            entries.indices.contains(index)
        else { throw ServerMissing(variable: variable) }
        return entries[index]
    }

    private func process(of member: String) async throws -> pid_t {
        try ServerScript.process(in: try await ServerScript.run("status", ["--only", member], in: directory))
    }

    private func database(_ role: String) async throws -> String {
        let lines = try await ServerScript.run("status", in: directory).split(separator: "\n")
        guard let line = lines.first(where: { $0.contains(role) }), let name = line.split(separator: ":").first else {
            throw ServerMissing(variable: role)
        }
        return String(name)
    }
}
