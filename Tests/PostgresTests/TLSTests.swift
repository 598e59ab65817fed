import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import TestSupport
import Testing

/// A real server with a certificate, and one whose certificate has expired.
@Suite(.serialized) struct TLSTests {
    @Test func onlyTheRightAuthorityAndHostAreTrusted() async throws {
        let servers = try await PrivateServers.start("postgres-tls", [.postgres])
        let certificates = try await Certificates()
        defer { certificates.remove() }
        do {
            try await serve(certificates, as: "server", servers)
            let right = certificates.path("authority.pem")
            let trusted = try await attempt(servers, "localhost", "verify-full", right)
            #expect(trusted.isEncrypted == true && trusted.error == nil)
            let stranger = try await attempt(servers, "localhost", "verify-full", certificates.path("stranger.pem"))
            #expect(stranger.error?.contains("an authority that sslrootcert does not hold") == true)
            let otherHost = try await attempt(servers, "127.0.0.1", "verify-full", right)
            #expect(otherHost.error?.contains("names another host") == true)
            let nowhere = try await attempt(servers, "localhost", "verify-full", "/nowhere.pem")
            #expect(nowhere.error?.contains("sslrootcert cannot be read") == true)

            try await serve(certificates, as: "expired", servers)
            let expired = try await attempt(servers, "localhost", "verify-full", right)
            #expect(expired.error?.contains("has expired") == true && expired.error?.contains("openssl") == true)
        } catch {
            try? await servers.stop()
            throw error
        }
        try await servers.stop()
    }

    @Test func aServerWithoutTLSIsNotTalkedToInTheClear() async throws {
        var parts = try #require(URLComponents(string: try ServerEnvironment.databaseURL()))
        parts.queryItems = [URLQueryItem(name: "sslmode", value: "require")]
        let session = PostgresSession(config(parts.string ?? ""))
        let error = await #expect(throws: PostgresError.self) { try await session.query("SELECT 1") }
        #expect(error?.description.contains("offers no TLS") == true)
        await session.close()
    }

    /// The key must belong to the server's user and to nobody else.
    private func serve(_ certificates: Certificates, as name: String, _ servers: PrivateServers) async throws {
        let session = PostgresSession(config(try servers.value(of: "FILON_TEST_DATABASE_URL")))
        let folder = try await session.query("SHOW data_directory").values(as: String.self).joined()
        for kind in ["pem", "key"] {
            try await Command.run([
                "/usr/bin/install", "-m", "600", "--owner", try owner(of: folder), certificates.path("\(name).\(kind)"),
                "\(folder)/tls.\(kind)",
            ])
        }
        try await session.execute(unchecked: "ALTER SYSTEM SET ssl_cert_file = 'tls.pem'")
        try await session.execute(unchecked: "ALTER SYSTEM SET ssl_key_file = 'tls.key'")
        try await session.execute(unchecked: "ALTER SYSTEM SET ssl = on")
        let before = try await loaded(session)
        try await session.query("SELECT pg_reload_conf()")
        try await eventually("the server has read its settings") { try await loaded(session) != before }
        await session.close()
    }

    private func loaded(_ session: PostgresSession) async throws -> Date? {
        try await session.query("SELECT pg_conf_load_time()").values(as: Date.self).first
    }

    private func owner(of folder: String) throws -> String {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder)
        return attributes[.ownerAccountName] as? String ?? "postgres"
    }

    private func attempt(
        _ servers: PrivateServers,
        _ host: String,
        _ mode: String,
        _ authority: String
    ) async throws -> (isEncrypted: Bool?, error: String?) {
        var parts = try #require(URLComponents(string: try servers.value(of: "FILON_TEST_DATABASE_URL")))
        parts.host = host
        parts.queryItems = [
            URLQueryItem(name: "sslmode", value: mode), URLQueryItem(name: "sslrootcert", value: authority),
        ]
        let session = PostgresSession(config(parts.string ?? ""))
        do {
            let row = try await session.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").first
            await session.close()
            return (try row?.decode(Bool.self), nil)
        } catch {
            await session.close()
            return (nil, "\(error)")
        }
    }

    private func config(_ url: String) -> PostgresConfig {
        var config = PostgresConfig(url: url)
        config.connectTimeout = .seconds(5)
        return config
    }
}
