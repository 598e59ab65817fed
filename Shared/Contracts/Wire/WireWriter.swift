import Foundation
import FrenchBusiness

/// What all encoders and containers of one document write to.
final class WireWriter {
    // Its methods call nobody who could come back here: there is nothing that a check of each access would find.
    @exclusivity(unchecked)
    private(set) var draft = WireDraft()

    /// The document.
    ///
    /// - Throws: `invalidValue` when nothing was written, or something that has no form in JSON.
    func finish(_ value: some Encodable) throws(EncodingError) -> [UInt8] {
        if let fault = draft.fault { throw invalid(value, at: WireDraft.root, fault) }
        guard draft.elements[WireDraft.root].kind != .unset else {
            throw invalid(value, at: WireDraft.root, "nothing was encoded")
        }
        return WireAssembly.bytes(of: draft)
    }

    /// - Parameter body: calls the draft alone; above all no key's own code.
    @inline(__always)
    func change<Result>(_ body: (inout WireDraft) -> Result) -> Result { body(&draft) }

    /// Writes an element or member; where that fails, it is taken back.
    func add<T: Encodable>(_ value: T, at index: Int) throws {
        do {
            try write(value, at: index)
        } catch {
            draft.drop(index)
            throw error
        }
    }

    /// As `add(_:at:)`, for a number.
    func addFloating<T: BinaryFloatingPoint & CustomStringConvertible>(_ value: T, at index: Int) throws {
        do {
            try floating(value, at: index)
        } catch {
            draft.drop(index)
            throw error
        }
    }

    /// Writes a value of any type: those that JSON knows and those that nearly every event holds at once; all others
    /// write themselves.
    ///
    /// - Throws: `invalidValue` for a number that is not finite, and what the value itself throws.
    func write<T: Encodable>(_ value: T, at index: Int) throws {
        // Each would come back as a text or number, by way of two more containers.
        if T.self == String.self { return draft.write(same(value) as String, at: index) }
        if T.self == Int.self { return integer(same(value) as Int, at: index) }
        if T.self == CivilDate.self { return draft.write((same(value) as CivilDate).text, at: index) }
        if T.self == SIREN.self { return draft.write((same(value) as SIREN).text, at: index) }
        if T.self == CompanyID.self { return draft.write((same(value) as CompanyID).description, at: index) }
        if T.self == LeadID.self { return draft.write((same(value) as LeadID).description, at: index) }
        if T.self == UserID.self { return draft.write((same(value) as UserID).description, at: index) }
        if T.self == DepartmentID.self { return draft.write((same(value) as DepartmentID).rawValue, at: index) }
        if T.self == Date.self { return draft.write(WireDate.text(same(value)), at: index) }
        if T.self == [String].self { return texts(same(value), at: index) }
        if T.self == [String: String].self { return namedTexts(same(value), at: index) }
        if T.self == Data.self { return draft.write((same(value) as Data).base64EncodedString(), at: index) }
        if T.self == URL.self { return draft.write((same(value) as URL).absoluteString, at: index) }
        if T.self == Decimal.self { return draft.write(unquoted: (same(value) as Decimal).description, at: index) }
        if let fault = draft.fault { throw invalid(value, at: index, fault) }
        try value.encode(to: WireEncoder(writer: self, element: index))
    }

    /// `value` as the type that it is known to be. A cast would look that up again, which takes longer than writing
    /// the value; should the sizes of the types ever differ, this stops as a cast does.
    @inline(__always)
    private func same<T, Known>(_ value: T) -> Known { unsafeBitCast(value, to: Known.self) }

    private func texts(_ texts: [String], at index: Int) {
        draft.open(.array, at: index)
        for text in texts { draft.write(text, at: draft.item(of: index)) }
    }

    private func namedTexts(_ texts: [String: String], at index: Int) {
        draft.open(.object, at: index)
        for (name, text) in texts { draft.write(text, at: draft.member(name, of: index)) }
    }

    func null(at index: Int) { draft.write(unquoted: "null", at: index) }
    func bool(_ value: Bool, at index: Int) { draft.write(unquoted: value ? "true" : "false", at: index) }
    func text(_ value: String, at index: Int) { draft.write(value, at: index) }

    func integer<T: FixedWidthInteger>(_ value: T, at index: Int) {
        if let small = Int64(exactly: value) {
            draft.write(small, at: index)
        } else {
            draft.write(unquoted: value.description, at: index)
        }
    }

    /// The shortest digits that are read as the same number, without a fraction where it is whole.
    func floating<T: BinaryFloatingPoint & CustomStringConvertible>(_ value: T, at index: Int) throws {
        guard value.isFinite else { throw invalid(value, at: index, "not a finite number") }
        let text = value.description
        draft.write(unquoted: text.hasSuffix(".0") ? String(text.dropLast(2)) : text, at: index)
    }

    private func invalid(_ value: Any, at index: Int, _ reason: String) -> EncodingError {
        .invalidValue(value, .init(codingPath: draft.path(to: index), debugDescription: reason))
    }
}
