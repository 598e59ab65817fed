public import Foundation

/// Lists to import.
public enum ProspectList {
    public static let demonstration = Executables.fixtures.appendingPathComponent("companies.csv")

    /// The demonstration's rows and `count` generated companies, so that a service can be killed in the middle.
    public static func long(generated count: Int, in folder: URL) throws -> URL {
        let rows = try String(contentsOf: demonstration, encoding: .utf8)
        return try write(rows + generated(0..<count), to: "list.csv", in: folder)
    }

    /// Generated companies alone.
    public static func part(_ numbers: Range<Int>, in folder: URL) throws -> URL {
        let title = try String(contentsOf: demonstration, encoding: .utf8).prefix { $0 != "\n" }
        return try write(title + "\n" + generated(numbers), to: "list-\(numbers.lowerBound).csv", in: folder)
    }

    private static func generated(_ numbers: Range<Int>) -> String {
        numbers.map { "\(siren($0));Entreprise générée \($0);69003;LYON;43.21A;;;;;;;;\n" }.joined()
    }

    private static func write(_ text: String, to name: String, in folder: URL) throws -> URL {
        let file = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: file)
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
