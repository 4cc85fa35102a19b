/**
 * Every statement of the server, one text for all engines: `?1 ... ?n`, no JSON operators, no database clocks, no
 * triggers. A contract test prepares each of them on each engine.
 */

/** A record is open to a device through a space that both hold now. Places: ?1 tenant, ?2 device. */
const OPEN = `FROM access a JOIN space_device m ON m.tenant_id = a.tenant_id AND m.space_id = a.space_id
	WHERE a.tenant_id = ?1 AND m.device_id = ?2 AND a.until_seq IS NULL AND m.until_seq IS NULL`;

const ENTRY = 'e.seq, e.entry_id, e.kind, e.record_id, e.device_id, e.header, e.sig, e.chain, e.received_at';

/** A body goes out with the key numbers granted; statements (no key number) go to whoever may see the record. */
const GRANTED_BODY = `CASE WHEN e.kind = 'key' OR e.key_number IS NULL
	OR EXISTS (SELECT 1 ${OPEN} AND a.record_id = e.record_id AND a.key_number = e.key_number) THEN b.bytes END`;

const WITH_BODY = 'LEFT JOIN body b ON b.tenant_id = e.tenant_id AND b.entry_id = e.entry_id';

export const STATEMENTS = {
	tenants: 'SELECT tenant_id FROM tenant ORDER BY tenant_id',
	tenant: 'SELECT root_key, seq, chain, durable_seq FROM tenant WHERE tenant_id = ?1',
	addTenant: `INSERT INTO tenant (tenant_id, root_key, seq, chain, lock_no, durable_seq, touched_at)
		VALUES (?1, ?2, 0, ?3, 0, NULL, ?4)`,
	lockTenant: 'UPDATE tenant SET lock_no = lock_no + 1 WHERE tenant_id = ?1 RETURNING seq, chain',
	advanceTenant: 'UPDATE tenant SET seq = ?2, chain = ?3, touched_at = ?4 WHERE tenant_id = ?1',
	moveDurable: `UPDATE tenant SET durable_seq = ?2
		WHERE tenant_id = ?1 AND (durable_seq IS NULL OR durable_seq < ?2)`,

	addEntry: `INSERT INTO entry (tenant_id, seq, entry_id, kind, record_id, device_id, device_seq, key_number,
		header, sig, chain, received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)`,
	addBody: `INSERT INTO body (tenant_id, entry_id, bytes) VALUES (?1, ?2, ?3)
		ON CONFLICT (tenant_id, entry_id) DO NOTHING`,
	entryById: `SELECT ${ENTRY} FROM entry e WHERE e.tenant_id = ?1 AND e.entry_id = ?2`,
	entryAt: `SELECT ${ENTRY} FROM entry e WHERE e.tenant_id = ?1 AND e.seq = ?2`,
	entryOfNumber: 'SELECT entry_id FROM entry WHERE tenant_id = ?1 AND device_id = ?2 AND device_seq = ?3',
	entriesOfRecord: `SELECT ${ENTRY} FROM entry e WHERE e.tenant_id = ?1 AND e.record_id = ?2 ORDER BY e.seq`,
	keylogHead: `SELECT seq, entry_id FROM entry WHERE tenant_id = ?1 AND kind = 'key' ORDER BY seq DESC LIMIT 1`,
	keylog: `SELECT ${ENTRY}, b.bytes AS body FROM entry e ${WITH_BODY}
		WHERE e.tenant_id = ?1 AND e.kind = 'key' AND e.seq > ?2 ORDER BY e.seq`,
	log: `SELECT ${ENTRY}, b.bytes AS body FROM entry e ${WITH_BODY}
		WHERE e.tenant_id = ?1 AND e.seq > ?2 ORDER BY e.seq LIMIT ?3`,

	record: 'SELECT owner_person, head, leaves, final FROM record WHERE tenant_id = ?1 AND record_id = ?2',
	putRecord: `INSERT INTO record (tenant_id, record_id, owner_person, head, leaves, final)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (tenant_id, record_id) DO UPDATE SET head = ?4, leaves = ?5, final = ?6`,

	device:
		'SELECT person_id, sign_key, cursor, revoked_seq FROM device WHERE tenant_id = ?1 AND device_id = ?2',
	addDevice: `INSERT INTO device (tenant_id, device_id, person_id, sign_key, cursor, revoked_seq, seen_at)
		VALUES (?1, ?2, ?3, ?4, 0, NULL, ?5) ON CONFLICT (tenant_id, device_id) DO NOTHING`,
	revokeDevice: `UPDATE device SET revoked_seq = ?3
		WHERE tenant_id = ?1 AND device_id = ?2 AND revoked_seq IS NULL`,
	moveCursor: `UPDATE device SET cursor = ?3, seen_at = ?4
		WHERE tenant_id = ?1 AND device_id = ?2 AND cursor < ?3`,
	addMember: `INSERT INTO space_device (tenant_id, space_id, device_id, from_seq, until_seq)
		VALUES (?1, ?2, ?3, ?4, NULL)
		ON CONFLICT (tenant_id, space_id, device_id) DO UPDATE SET from_seq = ?4, until_seq = NULL
		WHERE space_device.until_seq IS NOT NULL`,
	endMember: `UPDATE space_device SET until_seq = ?4
		WHERE tenant_id = ?1 AND space_id = ?2 AND device_id = ?3 AND until_seq IS NULL`,
	endDevice: `UPDATE space_device SET until_seq = ?3
		WHERE tenant_id = ?1 AND device_id = ?2 AND until_seq IS NULL`,
	addAccess: `INSERT INTO access (tenant_id, space_id, record_id, key_number, from_seq, until_seq)
		VALUES (?1, ?2, ?3, ?4, ?5, NULL) ON CONFLICT (tenant_id, space_id, record_id, key_number) DO NOTHING`,
	mayRead: `SELECT 1 AS may ${OPEN} AND a.record_id = ?3 LIMIT 1`,
	mayOpen: `SELECT 1 AS may ${OPEN} AND a.record_id = ?3 AND a.key_number = ?4 LIMIT 1`,

	// Places: ?1 tenant, ?2 device, ?3 after, ?4 up to, ?5 rows.
	pull: `SELECT ${ENTRY}, CASE WHEN e.device_id = ?2 AND e.kind <> 'key' THEN NULL ELSE ${GRANTED_BODY} END AS body
		FROM entry e ${WITH_BODY} WHERE e.tenant_id = ?1 AND e.seq > ?3 AND e.seq <= ?4
		AND (e.kind = 'key' OR e.device_id = ?2 OR EXISTS (SELECT 1 ${OPEN} AND a.record_id = e.record_id))
		ORDER BY e.seq LIMIT ?5`,
	// Places: ?1 tenant, ?2 device, ?3 record, ?4 after, ?5 up to, ?6 rows.
	pullRecord: `SELECT ${ENTRY}, ${GRANTED_BODY} AS body
		FROM entry e ${WITH_BODY} WHERE e.tenant_id = ?1 AND e.record_id = ?3 AND e.seq > ?4 AND e.seq <= ?5
		AND EXISTS (SELECT 1 ${OPEN} AND a.record_id = e.record_id)
		ORDER BY e.seq LIMIT ?6`,
	// Records that opened to the device after ?3 and up to ?4, and that hold entries of others which it passed over.
	opened: `SELECT DISTINCT a.record_id ${OPEN}
		AND (a.from_seq > ?3 OR m.from_seq > ?3) AND a.from_seq <= ?4 AND m.from_seq <= ?4
		AND EXISTS (SELECT 1 FROM entry e WHERE e.tenant_id = ?1 AND e.record_id = a.record_id AND e.seq <= ?3
			AND e.device_id <> ?2 AND (e.key_number = a.key_number OR NOT EXISTS (
				SELECT 1 FROM access o JOIN space_device n ON n.tenant_id = o.tenant_id AND n.space_id = o.space_id
				WHERE o.tenant_id = ?1 AND n.device_id = ?2 AND o.record_id = a.record_id AND o.until_seq IS NULL
				AND n.until_seq IS NULL AND o.from_seq <= ?3 AND n.from_seq <= ?3)))
		ORDER BY a.record_id`,

	addChallenge: `INSERT INTO challenge (tenant_id, device_id, nonce_hash, expires_at) VALUES (?1, ?2, ?3, ?4)`,
	takeChallenge: `DELETE FROM challenge
		WHERE tenant_id = ?1 AND device_id = ?2 AND nonce_hash = ?3 AND expires_at > ?4`,
	dropOldChallenges: 'DELETE FROM challenge WHERE tenant_id = ?1 AND expires_at <= ?2',
	addCredential: `INSERT INTO credential (tenant_id, token_hash, device_id, kind, expires_at)
		VALUES (?1, ?2, ?3, ?4, ?5)`,
	credential: `SELECT device_id, kind, expires_at FROM credential
		WHERE tenant_id = ?1 AND token_hash = ?2 AND expires_at > ?3`,
	extendCredential: 'UPDATE credential SET expires_at = ?3 WHERE tenant_id = ?1 AND token_hash = ?2',
	dropCredential: 'DELETE FROM credential WHERE tenant_id = ?1 AND token_hash = ?2',
	dropCredentials: 'DELETE FROM credential WHERE tenant_id = ?1 AND device_id = ?2',
	dropCredentialsOfKind: 'DELETE FROM credential WHERE tenant_id = ?1 AND device_id = ?2 AND kind = ?3',
	dropOldCredentials: 'DELETE FROM credential WHERE tenant_id = ?1 AND expires_at <= ?2',

	note: 'SELECT v FROM meta WHERE k = ?1',
	putNote: 'INSERT INTO meta (k, v) VALUES (?1, ?2) ON CONFLICT (k) DO UPDATE SET v = ?2',
	dropNote: 'DELETE FROM meta WHERE k = ?1',

	// 0, not null: a backup is kept, and it holds nothing of this log yet.
	nothingSafe: 'UPDATE tenant SET durable_seq = 0'
} as const;
