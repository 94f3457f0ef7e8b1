import CKernels

/// The 32 random bits that belong to `id` under `key`, the same on every machine and in every version.
///
/// This is the hash by which hashed embeddings and projections find their rows and signs: two rounds of lowbias32
/// (Wellons, "Prospecting for hash functions", 2018).
public func stableHash(_ id: UInt32, key: UInt64 = 0) -> UInt32 { ck_hash(key, id) }
