// SPDX-License-Identifier: Apache-2.0

package yard

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"io/fs"
	"math/big"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"time"

	"safar/kernel/fault"
)

// certificateFile stands in the data folder, readable by its owner alone: the certificate's key, sealed.
const certificateFile = "neighbours.key"

// The certificate holds over every time that a clock without a battery may show (1970 on), and to the last that certificates write in the short
// form (RFC 5280, 4.1.2.5).
var (
	holdsFrom  = time.Unix(0, 0).UTC()
	holdsUntil = time.Date(2049, 12, 31, 23, 59, 59, 0, time.UTC)
)

// hotspots are the addresses that a laptop has when it is the hotspot itself (Windows, Linux, macOS): the certificate names them beside those of the day.
var hotspots = []string{"192.168.137.1", "10.42.0.1", "192.168.2.1"}

// Certificate returns the certificate of a data folder, and makes it where there is none. key seals it there; it must always be the same. Faults: NotAllowed
// yard.certificate_open where others can read the file, Damaged yard.certificate_damaged where it cannot be read: another is never made in its place
// unasked, because phones know this one.
func Certificate(folder string, key [32]byte, named []netip.Addr) (tls.Certificate, error) {
	const op = "yard.Certificate"
	path := filepath.Join(folder, certificateFile)
	sealed, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return newCertificate(path, key, named)
	}
	if err != nil {
		return tls.Certificate{}, fault.New(op, fault.Unavailable, "yard.certificate_unreadable", nil).Because(err)
	}
	if info, err := os.Stat(path); err == nil && info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		return tls.Certificate{}, fault.New(op, fault.NotAllowed, "yard.certificate_open", nil).WithHint("yard.certificate_damaged.hint")
	}
	plain, err := unseal(key, sealed)
	if err == nil {
		var c tls.Certificate
		if c, err = read(plain); err == nil {
			return c, nil
		}
	}
	return tls.Certificate{}, fault.New(op, fault.Damaged, "yard.certificate_damaged", nil).WithHint("yard.certificate_damaged.hint").Because(err)
}

// newCertificate makes a certificate and keeps it: whole or not at all.
func newCertificate(path string, key [32]byte, named []netip.Addr) (tls.Certificate, error) {
	const op = "yard.Certificate"
	plain, err := draw(named)
	if err != nil {
		return tls.Certificate{}, fault.New(op, fault.Internal, "", nil).Because(err)
	}
	fresh := path + ".new"
	err = os.WriteFile(fresh, seal(key, plain), 0o600)
	if err == nil {
		err = os.Rename(fresh, path)
	}
	if err != nil {
		return tls.Certificate{}, fault.New(op, fault.Unavailable, "yard.certificate_unreadable", nil).Because(err)
	}
	return read(plain)
}

// draw makes a key and a certificate that it signs for itself. What is kept is the key, then the certificate, both in DER.
func draw(named []netip.Addr) ([]byte, error) {
	signer, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127))
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{SerialNumber: serial, Subject: pkix.Name{CommonName: "Safar"}, NotBefore: holdsFrom, NotAfter: holdsUntil,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}, BasicConstraintsValid: true,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	for _, at := range hotspots {
		template.IPAddresses = append(template.IPAddresses, net.ParseIP(at))
	}
	for _, at := range named {
		template.IPAddresses = append(template.IPAddresses, at.AsSlice())
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, signer.Public(), signer)
	if err != nil {
		return nil, err
	}
	private, err := x509.MarshalPKCS8PrivateKey(signer)
	return append(private, certificate...), err
}

// read reads what draw made: the key says itself how long it is (DER, X.690, 8.1.3).
func read(plain []byte) (tls.Certificate, error) {
	cut := derLength(plain)
	if cut == 0 {
		return tls.Certificate{}, errors.New("yard: no key")
	}
	private, err := x509.ParsePKCS8PrivateKey(plain[:cut])
	if err != nil {
		return tls.Certificate{}, err
	}
	leaf, err := x509.ParseCertificate(plain[cut:])
	return tls.Certificate{Certificate: [][]byte{plain[cut:]}, PrivateKey: private, Leaf: leaf}, err
}

// derLength is how many bytes the first element takes; 0 where there is none of less than 64 KiB.
func derLength(b []byte) int {
	n := 0
	switch {
	case len(b) < 4:
	case b[1] < 0x80:
		n = 2 + int(b[1])
	case b[1] == 0x81:
		n = 3 + int(b[2])
	case b[1] == 0x82:
		n = 4 + int(b[2])<<8 + int(b[3])
	}
	if n > len(b) {
		return 0
	}
	return n
}

func seal(key [32]byte, plain []byte) []byte {
	aead := aeadOf(key)
	nonce := make([]byte, aead.NonceSize())
	rand.Read(nonce)
	return aead.Seal(nonce, nonce, plain, []byte(certificateFile))
}

func unseal(key [32]byte, sealed []byte) ([]byte, error) {
	aead := aeadOf(key)
	if len(sealed) < aead.NonceSize() {
		return nil, errors.New("yard: cut short")
	}
	return aead.Open(nil, sealed[:aead.NonceSize()], sealed[aead.NonceSize():], []byte(certificateFile))
}

func aeadOf(key [32]byte) cipher.AEAD {
	block, err := aes.NewCipher(key[:])
	if err != nil {
		panic(err) // a key of 32 bytes is one
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	return aead
}
