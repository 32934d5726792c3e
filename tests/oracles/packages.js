// packages.js: what packages of the npm registry say of random and near-miss values of the kinds that python3-stdnum doesn't know
//   node packages.js N [SEED]    with NODE_PATH: N values a kind, a line each: key, value, the package's normal form or nothing, nothing
// Packages: stdnum, multicoin-address-validator, validator, mgrs, open-location-code. tests/oracles/checks.py
// --packages puts the same values to dx-norm; nothing else of the project needs them.
"use strict";
const crypto = require("crypto");
const fs = require("fs");
const { stdnum } = require("stdnum");
const coins = require("multicoin-address-validator");
const { keccak256 } = require("multicoin-address-validator/src/crypto/utils");
const validator = require("validator");
const mgrs = require("mgrs");
const { OpenLocationCode } = require("open-location-code");

const D = "0123456789", A = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", H = "0123456789abcdef";
const BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
const BECH = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
let state = BigInt(process.argv[3] || 20261127);
const random = n => { // a multiplicative generator (Knuth's MMIX): the same values on every machine
    state = (state * 6364136223846793005n + 1442695040888963407n) & ((1n << 64n) - 1n);
    return Number((state >> 33n) % BigInt(n));
};
const one = s => s[random(s.length)];
const many = (s, n) => Array.from({ length: n }, () => one(s)).join("");

// 9 a digit, A a letter, h a hexadecimal digit, ~ the character that closes the number
const pick = shape => shape.replace(/[9Ah]/g, c => one(c === "9" ? D : c === "A" ? A : H));
function shaped(shapes, says) {
    const v = pick(one(shapes)), at = v.indexOf("~");
    if (at < 0)
        return v;
    const closed = [...(D + A)].map(c => v.replace("~", c)), good = random(10) < 6 ? closed.filter(w => says(w) !== "") : [];
    return one(good.length ? good : closed.slice(0, 10));
}

const sha = b => crypto.createHash("sha256").update(b).digest();
const bytes = n => Buffer.from(Array.from({ length: n }, () => random(256)));
function base58(b, alphabet) {
    let n = BigInt("0x" + b.toString("hex")), out = "";
    for (; n > 0n; n /= 58n)
        out = alphabet[Number(n % 58n)] + out;
    for (let i = 0; i < b.length && b[i] === 0; i++)
        out = alphabet[0] + out;
    return out;
}
const legacy = (versions, alphabet = BITCOIN) => () => {
    const b = Buffer.concat([Buffer.from([one(versions)]), bytes(20)]);
    return base58(Buffer.concat([b, sha(sha(b)).subarray(0, 4)]), alphabet);
};
function polymod(values) {
    let c = 1;
    for (const v of values) {
        const top = c >>> 25;
        c = ((c & 0x1ffffff) << 5) ^ v;
        [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].forEach((g, i) => { if ((top >>> i) & 1) c ^= g; });
    }
    return c >>> 0;
}
// A segregated witness: version 0 closes with 1 (BIP 173), others with 0x2bc830a3 (BIP 350); now and then with the wrong one
const segwit = human => () => {
    const version = one([0, 0, 0, 1, 1, 2, 16]), size = version === 1 ? 32 : one([20, 32]), data = [version];
    let acc = 0, bits = 0;
    for (const b of bytes(size))
        for (acc = (acc << 8) | b, bits += 8; bits >= 5; bits -= 5)
            data.push((acc >> (bits - 5)) & 31);
    if (bits)
        data.push((acc << (5 - bits)) & 31);
    const head = [...human].map(c => c.charCodeAt(0) >> 5).concat([0], [...human].map(c => c.charCodeAt(0) & 31));
    const sum = polymod(head.concat(data, [0, 0, 0, 0, 0, 0])) ^ ((version === 0) !== (random(8) === 0) ? 1 : 0x2bc830a3);
    const close = [5, 4, 3, 2, 1, 0].map(i => (sum >>> (5 * i)) & 31);
    const text = human + "1" + data.concat(close).map(v => BECH[v]).join("");
    return random(8) ? text : text.toUpperCase();
};
function mixed(hex) {
    const sum = keccak256(hex);
    return "0x" + [...hex].map((c, i) => (parseInt(sum[i], 16) >= 8 ? c.toUpperCase() : c)).join("");
}
function ethereum() {
    const v = "0x" + many(H, 40);
    if (random(3) === 0)
        return random(2) ? v : "0x" + v.slice(2).toUpperCase();
    return mixed(v.slice(2));
}

// Bech32 in capitals is the same address; EIP-55 says how an address of one case is written
const lower = says => v => says(v) && (/^(bc|ltc)1/i.test(v) ? v.toLowerCase() : v);
const checksummed = says => v => says(v) && mixed(v.slice(2).toLowerCase());
const number = module => v => { const r = module.validate(v); return r.isValid ? r.compact : ""; };
const either = (...all) => v => all.map(f => f(v)).find(r => r !== "") || "";
const coin = name => v => { try { return coins.validate(v, name) ? v : ""; } catch (e) { return ""; } };
const yes = test => v => (test(v) ? v : "");
const kinds = {
    "hk.hkid": { shapes: ["A999999(~)", "AA999999(~)", "A999999~"], says: v => number(stdnum.HK.hkid)(v).replace(/(.)$/, "($1)") },
    "tw.national_id": { shapes: ["A19999999~", "A29999999~", "A89999999~", "A99999999~", "AC9999999~", "AA9999999~"], says: either(number(stdnum.TW.natid), number(stdnum.TW.ui)) },
    "in.vid": { shapes: ["999999999999999~", "2345999999999999"], says: number(stdnum.IN.vid) },
    "in.gstin": { shapes: ["27AAAPA9999A1Z~", "99AAAAA9999A9Z~", "07AAACA9999AAZ~"], says: number(stdnum.IN.gstin) },
    "in.aadhaar": { shapes: ["99999999999~"], says: number(stdnum.IN.aadhaar) },
    "gb.nino": { shapes: ["AA999999A", "AA999999D", "AB999999C"], says: number(stdnum.GB.nino) },
    "kr.rrn": { shapes: ["990101999999~", "999999999999~"], says: number(stdnum.KR.rrn) },
    "my.mykad": { shapes: ["990112999999", "999999999999"], says: number(stdnum.MY.nric) },
    "vn.mst": { shapes: ["999999999~", "010999999~-999"], says: number(stdnum.VN.mst) },
    "id.npwp": { shapes: ["99999999~999999", "99.999.999.~-999.999"], says: number(stdnum.ID.npwp) },
    "th.national_id": { shapes: ["110999999999~", "999999999999~"], says: number(stdnum.TH.idnr) },
    "bic": { shapes: ["AAAATHBK", "AAAASGSGAAA", "AAAAAA99", "AAAAID9A999"], says: yes(validator.isBIC) },
    "iso6346.container": { shapes: ["AAAU999999~", "AAAA999999~"], says: yes(validator.isISO6346) },
    "card": { shapes: ["499999999999999~", "519999999999999~", "37999999999999~", "629999999999999~", "359999999999999~"], says: yes(v => validator.isCreditCard(v)) },
    "mac": { shapes: ["hh:hh:hh:hh:hh:hh", "hh-hh-hh-hh-hh-hh", "hhhh.hhhh.hhhh", "hh:hh:hh:hh:hh:h"], says: v => (validator.isMACAddress(v) ? v.replace(/[^0-9a-f]/gi, "").replace(/(..)(?=.)/g, "$1:").toLowerCase() : "") },
    "btc.address": { draws: [legacy([0, 5]), segwit("bc"), legacy([0x30, 0x6f])], says: lower(coin("btc")) },
    "ltc.address": { draws: [legacy([0x30, 0x32]), segwit("ltc"), legacy([5, 0])], says: lower(coin("ltc")) },
    "doge.address": { draws: [legacy([0x1e, 0x16]), legacy([0x1e, 0x71])], says: coin("doge") },
    "tron.address": { draws: [legacy([0x41])], says: coin("trx") },
    "xrp.address": { draws: [legacy([0], RIPPLE)], says: coin("xrp") },
    "eth.address": { draws: [ethereum], says: checksummed(coin("eth")) },
    "sol.address": { draws: [() => base58(bytes(32), BITCOIN), () => base58(bytes(one([30, 31, 33])), BITCOIN)], says: coin("sol") },
    "geo.mgrs": { shapes: ["47AAA9999999999", "99AAA99999999", "99AAA999999", "3AAA9999"], says: v => { try { const p = mgrs.toPoint(v); return p.every(Number.isFinite) ? v : ""; } catch (e) { return ""; } } },
    "plus.code": { draws: [() => many("23456789CFGHJMPQRVWX", 8) + "+" + many("23456789CFGHJMPQRVWX", one([2, 2, 3, 1, 4])), () => "7" + many("2345CFGHJMPQRVWX", 7) + "+" + many("2345CFGH", 2)], says: plus },
};
const olc = new OpenLocationCode();
function plus(v) {
    if (!olc.isFull(v))
        return "";
    const p = olc.decode(v);
    return p.latitudeCenter.toFixed(6) + "," + p.longitudeCenter.toFixed(6);
}

function damaged(v) {
    const i = random(v.length), set = D.includes(v[i]) ? D : v[i] >= "a" && v[i] <= "z" ? A.toLowerCase() : A;
    if (random(10) < 2 && /[0-9A-Za-z]/.test(v[i]))
        v = v.slice(0, i) + one(set) + v.slice(i + 1);
    if (random(10) < 1 && i + 1 < v.length)
        v = v.slice(0, i) + v[i + 1] + v[i] + v.slice(i + 2);
    return v;
}

const n = Number(process.argv[2] || 2000);
for (const [key, { shapes, draws, says }] of Object.entries(kinds)) {
    const rows = Array.from({ length: n }, () => damaged(shapes ? shaped(shapes, says) : one(draws)()));
    fs.writeSync(1, rows.map(v => [key, v, says(v), ""].join("\t") + "\n").join(""));
}
