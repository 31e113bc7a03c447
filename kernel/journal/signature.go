// SPDX-License-Identifier: Apache-2.0

package journal

import "crypto/ed25519"

// Signature is a record of its own: a node's word that its feed, up to and with Seq, is as the hash of that fact says. One is
// made a commit; a batch that travels ends on one.
type Signature struct {
	Feed  FeedID // the node's own
	Seq   uint64
	Bytes []byte // 64 bytes, Ed25519 over signedText
}

// signedText binds the hash to its purpose, so that a signature made here means nothing anywhere else.
func signedText(head Head) []byte {
	return append([]byte("safar feed head 1\x00"), mustEncode(head)...)
}

// Sign signs the head of a feed with its node's key.
func Sign(key ed25519.PrivateKey, head Head) Signature {
	return Signature{Feed: head.Feed, Seq: head.Seq, Bytes: ed25519.Sign(key, signedText(head))}
}

// Verify reports whether s is the signature of head by the node whose public key this is.
func (s Signature) Verify(key ed25519.PublicKey, head Head) bool {
	return s.Feed == head.Feed && s.Seq == head.Seq && len(key) == ed25519.PublicKeySize &&
		ed25519.Verify(key, signedText(head), s.Bytes)
}
