import Foundation
import Glibc

/// What the messaging benchmark needs of ours: a migrated database, first messages, and hops that run as processes.
@main
enum MessagingBench {
    static func main() async {
        signal(SIGPIPE, SIG_IGN)
        do {
            var options = Options(CommandLine.arguments.dropFirst())
            switch options.command {
            case "prepare": try await PrepareCommand(&options).run()
            case "sample": try SampleCommand(&options).run()
            case "hop": try await HopCommand(&options).run()
            default: throw Options.Wrong(text: "usage: messaging-bench prepare | sample | hop, then --name value")
            }
            leave(0)
        } catch {
            FileHandle.standardError.write(Data("messaging-bench: \(error)\n".utf8))
            leave(1)
        }
    }

    /// Without the libraries' clean-up, because sessions still have threads.
    private static func leave(_ code: Int32) -> Never {
        fflush(nil)
        _exit(code)
    }
}
