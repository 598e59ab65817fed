import Testing

/// What a demonstration makes with its simulators never meets anybody's own data.
@Suite struct InstallationTests {
    private static let settings = #"""
        for part in common services settings; do . infra/local/lib/$part.sh; done
        state=$(mktemp -d) root=$PWD installation=$1
        mkdir "$state/secrets"
        FILON_TEST_POSTGRES_HOSTS=${2:-h:1} FILON_TEST_AMQP_HOSTS=${3:-h:2}
        database_url role password
        amqp_url user password
        basename "$(token_file api)"
        basename "$(token_file ingest)"
        rm -r "$state"
        """#

    @Test func aDemonstrationHasADatabaseAVirtualHostAndTokensOfItsOwn() throws {
        #expect(
            try ScriptRun(Self.settings, "filon").lines() == [
                "postgresql://role:password@h:1/filon", "amqp://user:password@h:2/filon", "api_token",
                "ingest_token",
            ]
        )
        #expect(
            try ScriptRun(Self.settings, "filon_demo").lines() == [
                "postgresql://role:password@h:1/filon_demo", "amqp://user:password@h:2/filon_demo",
                "demo_api_token", "demo_ingest_token",
            ]
        )
    }

    @Test func ofAClusterEveryMemberIsNamedAndWritesGoToThePrimary() throws {
        #expect(
            try ScriptRun(Self.settings, "filon", "a:1,b:2", "c:3,d:4").lines().prefix(2) == [
                "postgresql://role:password@a:1,b:2/filon?target_session_attrs=read-write",
                "amqp://user:password@c:3,d:4/filon",
            ]
        )
    }
}
