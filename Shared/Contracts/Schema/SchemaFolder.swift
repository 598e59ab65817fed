public import Foundation

/// Where the schemas lie while a program runs.
public enum SchemaFolder {
    /// `FILON_SCHEMAS`, or the first `Shared/Contracts/Schemas` found from the executable's and the current directory
    /// upwards.
    public static func find() throws(SchemaError) -> URL {
        if let path = ProcessInfo.processInfo.environment["FILON_SCHEMAS"] { return URL(fileURLWithPath: path) }
        let executable = Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent()
        let current = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        for start in [executable, current].compactMap(\.self) {
            var place = start.standardizedFileURL
            while place.pathComponents.count > 1 {
                let folder = place.appendingPathComponent("Shared/Contracts/Schemas")
                if FileManager.default.fileExists(atPath: folder.path) { return folder }
                place = place.deletingLastPathComponent()
            }
        }
        throw .noFolder
    }
}
