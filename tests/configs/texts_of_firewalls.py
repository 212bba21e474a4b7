"""Configurations of a Palo Alto and of its far end for the tests of this directory, written for the test."""

PAN = """\
set deviceconfig system hostname edge-pa
set network interface ethernet ethernet1/1 layer3 ip 192.0.2.33/28
set network ike crypto-profiles ike-crypto-profiles IKE-AES dh-group [ group14 ]
set network ike crypto-profiles ike-crypto-profiles IKE-AES hash [ sha256 ]
set network ike crypto-profiles ike-crypto-profiles IKE-AES encryption [ aes-256-cbc ]
set network ike crypto-profiles ike-crypto-profiles IKE-AES lifetime hours 8
set network ike crypto-profiles ipsec-crypto-profiles ESP-AES esp encryption [ aes-128-cbc ]
set network ike crypto-profiles ipsec-crypto-profiles ESP-AES esp authentication [ sha256 ]
set network ike crypto-profiles ipsec-crypto-profiles ESP-AES dh-group group14
set network ike crypto-profiles ipsec-crypto-profiles ESP-AES lifetime hours 1
set network ike gateway GW-LINUX authentication pre-shared-key key Harbour-Key-3
set network ike gateway GW-LINUX protocol ikev1 dpd enable yes
set network ike gateway GW-LINUX protocol ikev2 dpd enable yes
set network ike gateway GW-LINUX protocol ikev2 ike-crypto-profile IKE-AES
set network ike gateway GW-LINUX protocol version ikev2
set network ike gateway GW-LINUX protocol-common nat-traversal enable yes
set network ike gateway GW-LINUX local-address interface ethernet1/1
set network ike gateway GW-LINUX local-address ip 192.0.2.33/28
set network ike gateway GW-LINUX peer-address ip 203.0.113.77
set network ike gateway GW-LINUX local-id type fqdn
set network ike gateway GW-LINUX local-id id edge.example.net
set network ike gateway GW-LINUX peer-id type fqdn
set network ike gateway GW-LINUX peer-id id linux.example.net
set network tunnel ipsec TUN-LINUX auto-key ike-gateway GW-LINUX
set network tunnel ipsec TUN-LINUX auto-key proxy-id P1 local 10.70.0.0/16 remote 10.80.4.0/24 protocol any
set network tunnel ipsec TUN-LINUX auto-key ipsec-crypto-profile ESP-AES
set network tunnel ipsec TUN-LINUX tunnel-interface tunnel.7
"""

SWAN_OF_PAN = """\
connections {
  edge {
    version = 2
    local_addrs = 203.0.113.77
    remote_addrs = 192.0.2.33
    proposals = aes256-sha256-modp2048
    reauth_time = 28800s
    local {
      auth = psk
      id = linux.example.net
    }
    remote {
      auth = psk
      id = edge.example.net
    }
    children {
      lan {
        local_ts = 10.80.4.0/24
        remote_ts = 10.70.0.0/16
        esp_proposals = aes128-sha256-modp2048
        life_time = 3600s
      }
    }
  }
}
secrets {
  ike-edge {
    id-1 = edge.example.net
    secret = "Harbour-Key-3"
  }
}
"""
