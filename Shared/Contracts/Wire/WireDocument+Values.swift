import Foundation
import FrenchBusiness

extension WireDocument {
    /// The value at `node`: those that JSON knows and those that nearly every event holds are read at once; all others
    /// read themselves.
    ///
    /// - Throws: `DecodingError`, and what the type's own initialiser throws.
    func decode<T: Decodable>(_ type: T.Type, at node: Int) throws -> T {
        // Each would ask for a text or number, by way of two more containers.
        if type == String.self { return same(try text(at: node)) }
        if type == Int.self { return same(try integer(Int.self, at: node)) }
        if type == CivilDate.self { return same(try value(at: node, CivilDate.init(_:))) }
        if type == SIREN.self { return same(try value(at: node, SIREN.init(_:))) }
        if type == CompanyID.self { return same(try value(at: node, CompanyID.init(_:))) }
        if type == LeadID.self { return same(try value(at: node, LeadID.init(_:))) }
        if type == UserID.self { return same(try value(at: node, UserID.init(_:))) }
        if type == DepartmentID.self { return same(try value(at: node, DepartmentID.init(_:))) }
        if type == Date.self { return same(try date(at: node)) }
        if type == [String].self { return same(try texts(at: node)) }
        if type == [String: String].self { return same(try namedTexts(at: node)) }
        if type == Data.self { return same(try data(at: node)) }
        if type == URL.self { return same(try url(at: node)) }
        if type == Decimal.self { return same(try decimal(at: node)) }
        return try T(from: WireDecoder(document: self, node: node))
    }

    /// `value` as the type that it is known to be. A cast would look that up again, which takes longer than reading
    /// the value; should the sizes of the types ever differ, this stops as a cast does.
    @inline(__always)
    private func same<Known, T>(_ value: Known) -> T { unsafeBitCast(value, to: T.self) }

    /// One of the identifiers and dates that nearly every event holds.
    private func value<Value>(at node: Int, _ read: (String) -> Value?) throws(DecodingError) -> Value {
        guard let value = read(try text(at: node)) else { throw corrupted(at: node, "not a well-formed \(Value.self)") }
        return value
    }

    private func texts(at array: Int) throws(DecodingError) -> [String] {
        guard nodes[array].kind == .array else { throw missing([Any].self, at: array) }
        var texts: [String] = []
        texts.reserveCapacity(Int(nodes[array].length))
        var node = array + 1
        while node < nodes[array].next {
            texts.append(try text(at: node))
            node = Int(nodes[node].next)
        }
        return texts
    }

    private func namedTexts(at object: Int) throws(DecodingError) -> [String: String] {
        try openObject(at: object)
        var texts: [String: String] = [:]
        texts.reserveCapacity(Int(nodes[object].length))
        var name = object + 1
        while name < nodes[object].next {
            guard let key = text(nodes[name]) else { throw corrupted(at: object, "a name that is not well-formed") }
            if texts[key] == nil { texts[key] = try text(at: name + 1) }
            name = Int(nodes[name + 1].next)
        }
        return texts
    }

    private func date(at node: Int) throws(DecodingError) -> Date {
        if isNull(at: node) { throw missing(Date.self, at: node) }
        guard let date = WireDate.date(try text(at: node)) else {
            throw corrupted(at: node, "not an ISO 8601 instant")
        }
        return date
    }

    private func data(at node: Int) throws(DecodingError) -> Data {
        if isNull(at: node) { throw missing(Data.self, at: node) }
        guard let data = Data(base64Encoded: try text(at: node)) else { throw corrupted(at: node, "not base64") }
        return data
    }

    private func url(at node: Int) throws(DecodingError) -> URL {
        if isNull(at: node) { throw missing(URL.self, at: node) }
        guard let url = URL(string: try text(at: node)) else { throw corrupted(at: node, "not a URL") }
        return url
    }

    private func decimal(at node: Int) throws(DecodingError) -> Decimal {
        guard let decimal = Decimal(string: try number(Decimal.self, at: node)) else {
            throw corrupted(at: node, "not a number that Decimal holds")
        }
        return decimal
    }
}
