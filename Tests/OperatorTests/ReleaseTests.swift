import Foundation
import Migrations
import ServiceKit
import Testing

@Suite struct ReleaseTests {
    /// Else the next release's upgrade would be tried on something that nobody runs.
    @Test func theReleasesFileSaysHowFarItsMigrationsGo() throws {
        let directory = try Migrator.directory()
        let releases = directory.deletingLastPathComponent().appending(path: "releases")
        let written = try SchemaHeads(file: releases.appending(path: Version.current))
        #expect(written == (try Migrator(directory: directory).heads))
    }

    /// An operator reads there what to do.
    @Test func theChangelogNamesTheRelease() throws {
        let infra = try Migrator.directory().deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: infra.appending(path: "docs/CHANGELOG.md"), encoding: .utf8)
        #expect(text.contains("\n## \(Version.current)"))
    }
}
