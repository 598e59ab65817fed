import ContractSupport
import Contracts
import Foundation

/// Keeps the written half of the contracts; `infra/scripts/contracts` calls it.
@main
enum ContractBook {
    static func main() {
        do {
            let isWell = try run(CommandLine.arguments.dropFirst().first ?? "")
            exit(isWell ? 0 : 1)
        } catch {
            FileHandle.standardError.write(Data("contract-book: \(error)\n".utf8))
            exit(1)
        }
    }

    /// - Returns: false when something is not as it should be; what, is printed.
    private static func run(_ command: String) throws -> Bool {
        let files = ContractFiles()
        switch command {
        case "services": return report(Set(Catalogue.entries.flatMap(\.heardBy)).map(\.rawValue).sorted(), isWell: true)
        case "needs": return try write(derived(), files)
        case "compare": return report(try compare(derived(), files))
        case "lock": return try lock(files)
        case "asyncapi":
            try AsyncAPIDocument(files).value().text().write(to: files.document, atomically: true, encoding: .utf8)
            return true
        case "check": return report(try check(files))
        default:
            FileHandle.standardError.write(
                Data("usage: contract-book services|needs|compare|lock|asyncapi|check\n".utf8)
            )
            exit(64)
        }
    }

    /// What a service printed of itself.
    private static func derived() throws -> ConsumerNeeds {
        try Wire.decode(ConsumerNeeds.self, from: [UInt8](FileHandle.standardInput.readDataToEndOfFile()))
    }

    private static func write(_ needs: ConsumerNeeds, _ files: ContractFiles) throws -> Bool {
        try FileManager.default.createDirectory(at: files.needs, withIntermediateDirectories: true)
        let file = files.needs.appending(path: "\(needs.service).json")
        try JSONValue(writing: needs).text().write(to: file, atomically: true, encoding: .utf8)
        return true
    }

    private static func compare(_ needs: ConsumerNeeds, _ files: ContractFiles) throws -> [String] {
        needs.differences(from: try files.consumers().first { $0.service == needs.service })
    }

    /// Writes new promises down; what was promised before stands.
    private static func lock(_ files: ContractFiles) throws -> Bool {
        let broken = try Contract(files).brokenPromises.filter { !$0.isNews }
        guard broken.isEmpty else { return report(broken.map(\.description)) }
        try FileManager.default.createDirectory(at: files.published, withIntermediateDirectories: true)
        for type in files.names(in: files.schemas) {
            let version = PublishedVersion(try EventSchema(of: type, in: files.schemas))
            let file = files.published.appending(path: "\(type).json")
            try JSONValue(writing: version).text().write(to: file, atomically: true, encoding: .utf8)
        }
        return true
    }

    private static func check(_ files: ContractFiles) throws -> [String] {
        let isStale = try AsyncAPIDocument(files).value() != (try files.read(JSONValue.self, files.document))
        return try Contract(files).breaches.map(\.description)
            + (isStale ? ["infra/docs/asyncapi.json is stale; \(Contract.remedy)"] : [])
    }

    private static func report(_ lines: [String], isWell: Bool? = nil) -> Bool {
        for line in lines { print(line) }
        return isWell ?? lines.isEmpty
    }
}
