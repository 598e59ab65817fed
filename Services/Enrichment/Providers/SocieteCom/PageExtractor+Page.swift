import FrenchBusiness

extension PageExtractor {
    /// Whose page it is: the SIREN in the page's own address, else the first one in its text.
    var siren: SIREN? {
        for element in document.elements.prefix(2000) {
            let isCanonical = element.name == "link" && element.attributes["rel"]?.lowercased() == "canonical"
            let isAddress = element.name == "meta" && element.attributes["property"] == "og:url"
            guard isCanonical || isAddress, let url = element.attributes[isCanonical ? "href" : "content"] else {
                continue
            }
            if let own = Self.sirens(in: Array(url.utf8)[...], atMost: 1).first { return own }
        }
        return Self.sirens(in: document.text.prefix(Self.textRead), atMost: 1).first
    }

    /// The page says that the search found no company, and not because it takes us for a robot.
    var saysNothing: Bool {
        let text = String(decoding: document.text.prefix(Self.textRead), as: UTF8.self).frenchFolded
        return selectors.nothing.contains { text.contains($0.frenchFolded) }
            && !selectors.walls.contains { text.contains($0.frenchFolded) }
    }

    private static let textRead = 200_000

    /// Numbers of nine digits with the right key, also in groups of three and at the head of a SIRET.
    private static func sirens(in bytes: ArraySlice<UInt8>, atMost limit: Int) -> [SIREN] {
        var found: [SIREN] = []
        var digits: [UInt8] = []
        var gap = 0
        func settle() {
            if digits.count == 9 || digits.count == 14, let siren = SIREN(ascii: digits.prefix(9)), siren.isLuhnValid {
                found.append(siren)
            }
            digits = []
        }
        for byte in bytes {
            if (0x30...0x39).contains(byte) {
                if digits.count < 20 { digits.append(byte) }
                gap = 0
            } else if !digits.isEmpty {
                // A plain, unbreakable (C2 A0) or narrow unbreakable space (E2 80 AF) parts groups.
                gap += 1
                let parts = byte == 0x20 && gap == 1 || [0xC2, 0xA0, 0xE2, 0x80, 0xAF].contains(byte) && gap <= 3
                if !parts { settle() }
            }
            if found.count >= limit { break }
        }
        settle()
        return found
    }
}
