import Contracts
import FrenchBusiness

extension RuleBook {
    /// Longer documents are refused before they are read; all 732 codes of the NAF fit with ease.
    static let longest = 500_000

    /// Reads a document and says everything that is wrong with it, up to twenty faults.
    /// - Throws: ``FaultyRules``.
    init(reading bytes: [UInt8]) throws {
        guard bytes.count <= Self.longest else { throw FaultyRules([.unreadable("> \(Self.longest / 1000) ko")]) }
        let document: JSONValue
        do {
            document = try Wire.decode(JSONValue.self, from: bytes)
        } catch {
            throw FaultyRules([.unreadable("")])
        }
        try self.init(document)
    }

    /// - Throws: ``FaultyRules``.
    init(_ document: JSONValue) throws {
        guard let members = document.members else { throw FaultyRules([.wrongKind("")]) }
        let known = ["name", "title", "all", "industries"]
        var faults = members.keys.sorted().filter { !known.contains($0) }.map(RuleFault.unknown)
        let name = document["name"]?.text ?? ""
        if !Self.isName(name) { faults.append(document["name"] == nil ? .missing("name") : .badName("name")) }
        guard let whole = document["all"] else { throw FaultyRules(faults + [.missing("all")]) }
        let shape = SheetShape.template
        faults += SheetShape.faults(whole, like: shape, at: "all", isWhole: true)
        let entries = document["industries"]?.members ?? [:]
        if document["industries"] != nil, document["industries"]?.members == nil {
            faults.append(.wrongKind("industries"))
        }
        for (industry, entry) in entries.sorted(by: { $0.key < $1.key }) {
            let path = "industries.\(industry)"
            if !Self.isIndustry(industry) { faults.append(.noIndustry(path)) }
            faults += SheetShape.faults(entry, like: shape, at: path, isWhole: false)
        }
        guard faults.isEmpty else { throw FaultyRules(faults) }
        all = try Self.sheet(whole, at: "all", &faults)
        var sheets: [String: RuleSheet] = [:]
        for industry in entries.keys.sorted() {
            let merged = Self.line(to: industry).compactMap { entries[$0] }.reduce(whole) { $0.merged(with: $1) }
            sheets[industry] = try Self.sheet(merged, at: "industries.\(industry)", &faults)
        }
        guard faults.isEmpty else { throw FaultyRules(faults) }
        self.name = name
        title = document["title"]?.text ?? name
        self.document = document
        industries = sheets
    }

    /// An entry whose own weights are wrong is named once, not again by what it inherits.
    private static func sheet(_ json: JSONValue, at path: String, _ faults: inout [RuleFault]) throws -> RuleSheet {
        guard let bytes = try? Wire.encode(json), let sheet = try? Wire.decode(RuleSheet.self, from: bytes) else {
            throw FaultyRules(faults + [.wrongKind(path)])
        }
        faults += sheet.faults(at: path)
        return sheet
    }

    private static func isName(_ name: String) -> Bool {
        (3...60).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }

    private static func isIndustry(_ key: String) -> Bool {
        if NAFSection(rawValue: key) != nil { return true }
        if key.utf8.count == 2, let division = Int(key) { return NAFSection(division: division) != nil }
        return NAFCode(key).map { $0.text == key && !$0.isLegacy && $0.section != nil } ?? false
    }
}
