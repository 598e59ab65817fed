public import Foundation

/// Lists to import.
public enum ProspectList {
    public static let demonstration = Executables.fixtures.appendingPathComponent("companies.csv")

    /// The demonstration's rows and `count` generated companies, so that a service can be killed in the middle.
    public static func long(generated count: Int, in folder: URL) throws -> URL {
        let rows = try String(contentsOf: demonstration, encoding: .utf8)
        let more = (0..<count).map { number in "\(siren(number));Entreprise générée \(number);69003;LYON;43.21A;;;;;;;;"
        }
        let file = folder.appendingPathComponent("list.csv")
        try Data((rows + more.joined(separator: "\n") + "\n").utf8).write(to: file)
        return file
    }

    /// A SIREN of the range that the simulator answers for, with its Luhn key.
    public static func siren(_ number: Int) -> String {
        let digits = "9991" + String(String(10_000 + number).suffix(4))
        let sum = digits.reversed().enumerated().reduce(0) { sum, entry in
            let digit = entry.element.wholeNumberValue ?? 0
            guard entry.offset % 2 == 0 else { return sum + digit }
            return sum + (digit * 2 > 9 ? digit * 2 - 9 : digit * 2)
        }
        return digits + String((10 - sum % 10) % 10)
    }
}
