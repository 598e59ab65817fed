import Foundation
import Synchronization

/// A line that moves while a command waits: rewritten in place on a terminal, printed when it changed elsewhere.
/// On standard error, so that standard output stays what the command was asked for.
enum Progress {
    private static let last = Mutex<String>("")
    private static let isTerminal = isatty(2) == 1

    static func show(_ text: String) {
        let changed = last.withLock { last in
            defer { last = text }
            return last != text
        }
        guard changed else { return }
        write(isTerminal ? "\r\u{1B}[2K\(text.prefix(118))" : text + "\n")
    }

    /// Leaves the terminal's line empty for what comes next.
    static func clear() {
        let wasShown = last.withLock { last in
            defer { last = "" }
            return !last.isEmpty
        }
        if wasShown, isTerminal { write("\r\u{1B}[2K") }
    }

    static func say(_ text: String) { write(text + "\n") }

    private static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
