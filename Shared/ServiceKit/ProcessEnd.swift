import Foundation
import Glibc

/// The end of a process whose libraries have threads of their own.
public enum ProcessEnd {
    /// Ends at once, after what was printed is out. `exit` would first run the libraries' clean-up beside their living
    /// threads: OpenSSL frees its locks there, and a session that is just connecting crashes on them.
    public static func leave(_ code: Int32) -> Never {
        fflush(nil)
        _exit(code)
    }
}
