import Foundation
import Testing

/// The scripts that start servers and services look for free ports before anybody listens on them.
@Suite struct PortTests {
    /// Chooses as the scripts do, takes a moment until it listens as services do, and says what it listens on.
    private static let starting = #"""
        . infra/local/lib/common.sh
        hold_ports
        choose_port "$1"
        sleep 0.3
        perl -MIO::Socket::INET -e '
            IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => $ARGV[0], Listen => 1, ReuseAddr => 1)
                and print "$ARGV[0]\n" and close STDOUT and sleep 20' "$port" 8<&- &
        within 30 port_taken "$port"
        release_ports
        """#

    @Test func clonesThatStartAtOnceChooseDifferentPorts() throws {
        let first = Int.random(in: 20_000..<32_000)
        let clones = try (0..<2).map { _ in try ScriptRun(Self.starting, String(first)) }

        // Whoever listens goes on for longer than the other needs to choose.
        let ports = clones.flatMap { $0.lines() }.compactMap { Int($0) }

        #expect(ports.count == 2 && ports.allSatisfy { $0 >= first }, "not every clone found a port to listen on")
        #expect(Set(ports).count == ports.count)
    }
}
